// Payouts that the gateway tells the acquirer to make, as the two say of them: ours from the table of
// payouts (the platform's and those of its connected accounts), the acquirer's from its list.

import { column, type Database } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { idFrom } from '../../ids.ts';
import { referenceOf } from '../../payouts/advance-payout.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { type AcquirerMeans, askAcquirer } from './ask-acquirer.ts';
import { calendarOf, dayOf, dueAfter } from './days.ts';
import type { Contract } from './gathered.ts';

const rowsMax = 100_000;
const pageSize = 500;
const pagesMax = 200;
/** The acquirer is told within minutes, and says within a day what has become of it. */
const bankingDays = 2;

/** Those that are told, and have not failed. */
export function readInstructed(
  db: Database,
  contract: Contract,
  sinceMs: number,
): Promise<SourceRow[]> {
  const calendar = calendarOf(contract.country);
  const text = `
    select p.account_id, p.id, p.currency, p.amount, p.sent_at
    from payout p
    join merchant m on m.account_id = p.account_id
    where (m.account_id = $1 or m.platform_id = $1)
      and p.is_instructed and p.status in ('in_transit', 'paid') and p.sent_at >= $2
    order by p.sent_at, p.account_id, p.id limit $3`;
  return db.query({ text, values: [contract.accountId, sinceMs, rowsMax] }, (row) => {
    const id = column.text(row, 'id');
    const name = {
      accountId: idFrom('acct', column.text(row, 'account_id')),
      payoutId: idFrom('po', id),
    };
    const on = dayOf(column.integer(row, 'sent_at'));
    return {
      ...{ source: 'ledger', kind: 'instruction', id, batch: null, feeMinor: null },
      ...{ currency: column.text(row, 'currency'), amountMinor: column.big(row, 'amount') },
      ...{
        on,
        dueOn: dueAfter(on, calendar, bankingDays),
        keys: { reference: [referenceOf(name)] },
      },
    };
  });
}

const listSchema = z.object({
  instructions: z.array(
    z.object({
      id: z.string().min(1),
      reference: z.string(),
      status: z.enum(['created', 'paid', 'refused', 'returned']),
      currency: z.string(),
      amountMinor: z.string().regex(/^\d+$/).transform(BigInt),
      iban: z.string().optional(),
      createdAtMs: z.number(),
    }),
  ),
  hasMore: z.boolean(),
});

export type ToldInstruction = {
  readonly row: SourceRow;
  /** To which account; of one that an acquirer does not name nothing can be looked up at a bank. */
  readonly iban: string | undefined;
  readonly isPaid: boolean;
};

/** What it has taken and what has not come back to it. */
export async function readTold(
  means: AcquirerMeans,
  contract: Contract,
  sinceMs: number,
): Promise<Result<ToldInstruction[], { readonly why: string }>> {
  const calendar = calendarOf(contract.country);
  const told: ToldInstruction[] = [];
  let after = '';
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const query = new URLSearchParams({ since: String(sinceMs), limit: String(pageSize), after });
    const asked = { tail: `/instructions?${query}`, schema: listSchema };
    const list = await askAcquirer(means, contract, asked);
    if (!list.ok) return list;
    for (const { id, reference, status, iban, ...of } of list.value.instructions) {
      if (status === 'refused' || status === 'returned') continue;
      const on = dayOf(of.createdAtMs);
      const row: SourceRow = {
        ...{ source: 'acquirer', kind: 'instruction', id, batch: null, feeMinor: null },
        ...{ currency: of.currency, amountMinor: of.amountMinor },
        // Ours, and its own: under that one it reaches the bank.
        ...{ on, dueOn: dueAfter(on, calendar, 2), keys: { reference: [reference, id] } },
      };
      told.push({ row, iban, isPaid: status === 'paid' });
    }
    after = list.value.instructions.at(-1)?.id ?? '';
    if (!list.value.hasMore || after === '') return ok(told);
  }
  return err({ why: `it has more than ${pageSize * pagesMax} instructions in the time looked at` });
}
