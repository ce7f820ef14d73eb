// What every subject of the kit stands on: the gateway's own database, its STANs, and a vault that
// opens its cards by reading.

import { testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { ok, unwrap } from '@kassa/result';
import { Pan, Secret } from '@kassa/secret';
import { virtualClock } from '@kassa/time';
import { type Merchant, readProfile } from '../../merchants/merchant.ts';
import { migrations } from '../../migrations.ts';
import { merchant as merchantInput } from '../../testing/test-gateway.ts';
import type { LateApproval } from '../connector.ts';
import { openStans } from '../iso8583/stans.ts';
import type { ConnectorMeans } from '../means.ts';

export type Grounds = AsyncDisposable & {
  readonly means: ConnectorMeans;
  readonly merchant: Merchant;
  readonly late: LateApproval[];
};

export async function openGrounds(): Promise<Grounds> {
  const database = await testDatabase(migrations);
  const late: LateApproval[] = [];
  const seed = merchantInput('diva', 'BAM');
  return {
    late,
    merchant: { ...readProfile(seed), accountId: seed.accountId, platform: null },
    means: {
      cardFor: ({ sealedPan, expiry, holder }) =>
        ok({ pan: unwrap(Pan.parse(sealedPan)), expiry, holder, cvc: new Secret('314') }),
      stans: await openStans(database.db),
      db: database.db,
      clock: virtualClock({ offsetMs: 0 }),
      log: silentLog,
      onLateApproval: (one) => void late.push(one),
      onUp: () => undefined,
    },
    [Symbol.asyncDispose]: () => database.close(),
  };
}
