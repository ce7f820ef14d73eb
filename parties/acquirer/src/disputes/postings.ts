// What a step of a dispute does to the book, and to what the merchant is owed.

import { type Unit, unit } from '@kassa/database';
import { type Entry, post } from '@kassa/ledger';
import { type Money, money } from '@kassa/money';
import type { PlainDate } from '@kassa/time';
import {
  arbitrationFeeEntries,
  bookId,
  openBankAccounts,
  reinstatedEntries,
  withheldEntries,
} from '../book/chart.ts';
import type { Item } from '../captures/item.ts';
import { nextPayday } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import type { Dispute } from './dispute.ts';
import { insertItem } from './store.ts';

/** With the sale that it is about, at an instant. */
export type Of = {
  readonly dispute: Dispute;
  readonly sale: Item;
  readonly today: PlainDate;
  readonly atMs: number;
};

export function booked(
  ports: Ports,
  /** At the instant that its rows name: a month of the book is a month of the invoices. */
  { rrn, amount, atMs }: Pick<Dispute, 'rrn' | 'amount'> & { readonly atMs: number },
  description: string,
  entries: readonly Entry[],
): Unit {
  if (entries.length === 0) return {};
  return unit(
    openBankAccounts(amount.currency),
    post([
      {
        accountId: bookId,
        id: ports.makeId('ltx'),
        at: atMs,
        kind: 'posted',
        description,
        reference: rrn,
        entries,
      },
    ]),
  );
}

/** What the merchant is charged or given back because of it: due at once, in the next payout. */
export function itemOf(
  ports: Ports,
  { dispute, sale, today, atMs }: Of,
  one: {
    readonly kind: Item['kind'];
    readonly amount: Money;
    readonly fee?: Money;
    round?: number;
  },
): Unit {
  const contract = ports.contracts.byMid(dispute.mid);
  return insertItem(sale, {
    id: ports.makeId('itm'),
    kind: one.kind,
    amount: one.amount,
    fee: one.fee ?? money(one.amount.currency, 0),
    round: one.round ?? 1,
    valueOn: contract === undefined ? today : nextPayday(contract, atMs),
    disputeId: dispute.id,
    atMs,
  });
}

/** What was given back with the representment we keep now, until it is decided. */
export function withheld(ports: Ports, of: Of): Unit {
  const { dispute, atMs } = of;
  if (!dispute.isReinstated) return {};
  const { mid, amount } = dispute;
  return unit(
    itemOf(ports, of, { kind: 'chargeback', amount, round: 2 }),
    booked(ports, { ...dispute, atMs }, 'Pre-arbitration', withheldEntries(mid, amount)),
  );
}

/** It is the merchant's: what we held of it goes there. */
export function reinstated(ports: Ports, of: Of): Unit {
  const { dispute, atMs } = of;
  const { mid, amount } = dispute;
  const round = dispute.isReinstated ? 2 : 1;
  return unit(
    itemOf(ports, of, { kind: 'chargeback_reversal', amount, round }),
    booked(ports, { ...dispute, atMs }, 'Dispute won', reinstatedEntries(mid, amount)),
  );
}

/** Of a ruling that was lost: the merchant bears it, where the contract says so. */
export function chargedForRuling(
  ports: Ports,
  of: Of,
  { fee, isBorneByUs }: { readonly fee: Money; readonly isBorneByUs: boolean },
): Unit {
  if (fee.minor === 0n) return {};
  const { dispute, atMs } = of;
  const entries = arbitrationFeeEntries(isBorneByUs ? null : dispute.mid, fee);
  return unit(
    isBorneByUs ? {} : itemOf(ports, of, { kind: 'arbitration_fee', amount: fee }),
    booked(ports, { ...dispute, atMs }, 'Arbitration fee', entries),
  );
}
