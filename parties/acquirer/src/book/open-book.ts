// At the start: who we are, and once for each currency the money we have at the central bank.

import { type Database, unit } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import { post } from '@kassa/ledger';
import { currencyOf, parseMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { Config } from '../config.ts';
import { bookId, openBankAccounts, openingEntries } from './chart.ts';

export async function rememberBank(db: Database, config: Config): Promise<void> {
  await db.exec(
    `insert into bank (party, network_party, clearing_house_party)
    values ($1, $2, $3)
    on conflict on constraint bank_pk do update
    set
      party = excluded.party,
      network_party = excluded.network_party,
      clearing_house_party = excluded.clearing_house_party`,
    [config.party, config.network.party, config.clearingHouse.party],
  );
}

export type BookMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly makeId: IdMaker;
};

export async function openBook(
  { db, clock, makeId }: BookMeans,
  liquidity: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [code, text] of Object.entries(liquidity)) {
    const currency = unwrap(currencyOf(code));
    const amount = unwrap(parseMajor(text, currency));
    const entries = openingEntries(amount);
    const done = await db.commit(
      unit(
        { inserts: [{ table: 'opening', rows: [{ currency }] }] },
        openBankAccounts(currency),
        entries.length === 0
          ? {}
          : post([
              {
                accountId: bookId,
                id: makeId('ltx'),
                at: clock.nowMs(),
                kind: 'posted',
                description: 'Opening liquidity at the central bank',
                entries,
              },
            ]),
      ),
    );
    // Booked at an earlier start: nothing to do.
    const isKnown = !done.ok && done.error.code === 'conflict';
    if (!done.ok && !isKnown) {
      throw new Error(`the opening in ${code} was not booked: ${JSON.stringify(done.error)}`);
    }
  }
}
