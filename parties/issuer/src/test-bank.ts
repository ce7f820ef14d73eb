// A bank for this package's tests: real database, keys of the moment, a clock that stands.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEntropy } from '@kassa/crypto';
import { type TestDatabase, testDatabase } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { silentLog } from '@kassa/log';
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type VirtualClock, virtualClock } from '@kassa/time';
import type { z } from 'zod';
import { bookId } from './accounts/chart.ts';
import { loadKeys } from './keys.ts';
import { migrations } from './migrations.ts';
import type { Bank } from './ports.ts';
import { seedBank } from './seed/seed.ts';
import { seedSchema } from './seed/seed-schema.ts';

/** Monday 23 November 2026, 10:15 in Sarajevo. */
export const monday = Date.UTC(2026, 10, 23, 9, 15);

export type TestBank = {
  readonly bank: Bank & { readonly clock: VirtualClock };
  readonly database: TestDatabase;
};

export async function openTestBank(seed: z.input<typeof seedSchema>): Promise<TestBank> {
  const database = await testDatabase(migrations);
  const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => monday } });
  const bank = {
    book: bookId,
    name: 'Plava banka',
    institutionId: '500000',
    country: 'BA',
    countryNumeric: '070',
    zone: 'Europe/Sarajevo',
    currency: unwrap(currencyOf('BAM')),
    db: database.db,
    clock,
    log: silentLog,
    makeId: idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes }),
    keys: loadKeys(mkdtempSync(join(tmpdir(), 'kassa-issuer-'))),
  };
  await seedBank(bank, seedSchema.parse(seed));
  return { bank, database };
}

export const hana = {
  pan: '4000000700000013',
  seed: {
    id: 'hana',
    number: '10001001',
    name: 'Hana Begić',
    phone: '+38761000001',
    language: 'bs' as const,
    password: 'plava-hana-1',
    accounts: [
      {
        id: 'hana-current',
        iban: 'BA391290079401028494',
        name: 'Tekući račun',
        currency: 'BAM',
        balanceMinor: 500_00,
        cards: [
          {
            pan: '4000000700000013',
            expiry: '2912',
            cvc: '123',
            history: [8_00, 12_50, 15_00, 19_90, 25_00].map((minor, index) => ({
              minor,
              merchant: `Shop ${index + 1}`,
              daysAgo: 6 * (index + 1),
            })),
          },
        ],
      },
    ],
  },
};
