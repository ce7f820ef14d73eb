// Balance, balance transactions and payouts, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { paid, settle } from './setting.ts';

export const money: Family = {
  'balance.retrieve': async (setting) => {
    const pendingOf = async () => {
      const { pending } = await setting.stripe.balance.retrieve();
      return pending.find(({ currency }) => currency === 'bam')?.amount ?? 0;
    };
    await settle(setting);
    const before = await pendingOf();
    await paid(setting);
    await settle(setting);
    expect((await pendingOf()) - before).toBe(10_000);
    return setting.stripe.balance.retrieve();
  },
};
