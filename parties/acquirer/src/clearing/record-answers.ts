// What the network said of each item, booked in portions: a large batch is no reason for a large
// statement, and a crash between two portions leaves the rest for the next attempt.

import type { AcceptanceItem } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { type Money, money, negate, subtract, sum } from '@kassa/money';
import { assert } from '@kassa/result';
import { bookId, clearedEntries, pricedEntries, rejectedEntries } from '../book/chart.ts';
import { grossOf, type Item } from '../captures/item.ts';
import { valueDate } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import type { Batch } from './store.ts';

export type Answers = {
  readonly batch: Batch;
  /** Those that are not answered yet. */
  readonly items: readonly Item[];
  readonly answers: readonly AcceptanceItem[];
  readonly arns: ReadonlyMap<string, string>;
};

const portion = 250;

export async function recordAnswers(ports: Ports, { batch, ...rest }: Answers): Promise<void> {
  const bySequence = new Map(rest.answers.map((answer) => [answer.sequence, answer]));
  for (let from = 0; from < rest.items.length; from += portion) {
    const units = rest.items.slice(from, from + portion).map((item) => {
      const answer = bySequence.get(item.sequence ?? 0);
      assert(answer?.rrn === item.rrn, `item ${item.id} has no answer in batch ${batch.id}`);
      return answerUnit(ports, { batch, item, answer, arn: rest.arns.get(item.id) ?? '' });
    });
    const done = await ports.db.commit(unit(...units));
    assert(done.ok, `the answers to ${batch.id} are not booked: ${JSON.stringify(done)}`);
  }
}

type Answered = {
  readonly batch: Batch;
  readonly item: Item;
  readonly answer: AcceptanceItem;
  readonly arn: string;
};

function answerUnit(ports: Ports, { batch, item, answer, arn }: Answered): Unit {
  const { decision } = answer;
  const atMs = ports.clock.nowMs();
  const contract = ports.contracts.byMid(item.mid);
  assert(contract, `merchant ${item.mid} has no contract any more`);
  if (decision.outcome === 'rejected') {
    ports.log.warn({ item: item.id, reason: decision.reason }, 'the network rejects an item');
    return unit(
      answered({
        ...{ id: item.id, outcome: 'rejected', arn, reject_reason: decision.reason },
        // The same instant as in the book: the month of the invoice that gives the fee back.
        rejected_at_ms: atMs,
      }),
      booked(ports, item, 'Rejected by the network', {
        atMs,
        entries: rejectedEntries(item.mid, grossOf(item), item.fee),
      }),
    );
  }
  const interchange = costOf(decision.fees.interchange, item.amount);
  const schemeFee = costOf(decision.fees.schemeFee, item.amount);
  // Interchange-plus: now it is known what the item costs its merchant.
  const fee =
    item.margin === null ? item.fee : sum(item.fee.currency, [item.margin, interchange, schemeFee]);
  return unit(
    answered({
      id: item.id,
      outcome: 'cleared',
      arn,
      value_on: valueDate(contract, batch.businessDate),
      interchange: interchange.minor,
      scheme_fee: schemeFee.minor,
      fee: fee.minor,
    }),
    booked(ports, item, 'Cleared by the network', {
      atMs,
      entries: [
        ...clearedEntries(grossOf(item), interchange, schemeFee),
        ...pricedEntries(item.mid, subtract(fee, item.fee)),
      ],
    }),
  );
}

function answered(row: Readonly<Record<string, string | number | bigint>>): Unit {
  return { calls: [{ fn: 'item_answered', arg: [row] }] };
}

type Booked = { readonly atMs: number; readonly entries: Posting['entries'] };

function booked(ports: Ports, item: Item, description: string, { atMs, entries }: Booked): Unit {
  return post([
    {
      accountId: bookId,
      id: ports.makeId('ltx'),
      at: atMs,
      kind: 'posted',
      description,
      reference: item.rrn,
      entries,
    },
  ]);
}

/** The file says it as its reader sees it, below zero is what we pay; a cost is above zero. */
function costOf(fee: Money | undefined, amount: Money): Money {
  if (!fee) return money(amount.currency, 0);
  assert(fee.currency === amount.currency, 'fees are in the currency of the item');
  return negate(fee);
}
