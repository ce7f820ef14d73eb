// A step of a dispute as a unit: its row, the money that moves, what merchants' programs are told, and
// the search index.

import { type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { money, negate } from '@kassa/money';
import { disputeToStripe } from '../api/to-stripe/dispute.ts';
import type { Cause } from '../payments/ports.ts';
import { changeDocument } from '../search/store.ts';
import { balanceRow } from '../settlement/balance-transaction.ts';
import type { BalanceTransaction } from '../settlement/read.ts';
import { onBothSides, openBooks } from '../splits/book.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { type RecordMeans, recordEvents } from '../webhooks/record-event.ts';
import type { Dispute } from './dispute.ts';
import type { Next } from './follow.ts';
import type { ToldMove } from './from-acquirer.ts';
import { describe, partOf, wordsOf } from './moves.ts';
import { reinstatedEntries, withdrawnEntries } from './postings.ts';
import { insertSteps } from './steps.ts';
import { insertDispute, updateDispute } from './store.ts';

/** Whose book: of a connected account also the platform's, under whose contract it sold. */
type Whose = Parameters<typeof openBooks>[0];

export type Told = {
  readonly cause: Cause | null;
  readonly atMs: number;
  /** What has moved because of it so far. */
  readonly movements: readonly BalanceTransaction[];
};

/** It has begun: the money is gone. */
export function openedUnit(
  means: RecordMeans,
  { dispute, whose, chargeCreatedAtMs }: Opened,
  atMs: number,
): Unit {
  const { amount, feeMinor } = dispute;
  const move = { ...taken, amountMinor: -amount.minor, feeMinor };
  const movement = movementOf(means, dispute, move, atMs);
  const told = { cause: null, atMs, movements: [movement] };
  return unit(
    insertDispute(dispute),
    movedUnit(means, dispute, { whose, movement, move }),
    changeDocument({
      ...{ accountId: dispute.accountId, kind: 'charge', id: dispute.chargeId },
      createdAtMs: chargeCreatedAtMs,
      before: { disputed: false },
      after: { disputed: true },
    }),
    eventsOf(means, dispute, told, ['charge.dispute.created', 'charge.dispute.funds_withdrawn']),
  );
}

type Opened = {
  readonly dispute: Dispute;
  readonly whose: Whose;
  /** The index finds the charge by it. */
  readonly chargeCreatedAtMs: number;
};

const taken = { kind: 'chargeback', round: 1 } as const;

type Followed = {
  readonly before: Dispute;
  readonly after: Dispute;
  readonly whose: Whose;
  readonly next: Pick<Next, 'move' | 'events'>;
};

/** A step that the acquirer told of, with its money if any moved. */
export function followedUnit(
  means: RecordMeans,
  { before, after, whose, next: { move, events } }: Followed,
  told: Told,
): Unit {
  if (move === undefined) {
    return unit(updateDispute(before, after), eventsOf(means, after, told, events));
  }
  const movement = movementOf(means, after, move, told.atMs);
  const all = { ...told, movements: [...told.movements, movement] };
  return unit(
    updateDispute(before, after),
    movedUnit(means, after, { whose, movement, move }),
    eventsOf(means, after, all, events),
  );
}

/** Anything that moves no money. */
export function changedUnit(
  means: RecordMeans,
  { before, after }: { before: Dispute; after: Dispute },
  told: Told,
): Unit {
  const type =
    after.status === 'lost' && before.status !== 'lost'
      ? 'charge.dispute.closed'
      : 'charge.dispute.updated';
  return unit(updateDispute(before, after), eventsOf(means, after, told, [type]));
}

function movementOf(
  means: RecordMeans,
  { id, provider, amount: { currency } }: Dispute,
  move: ToldMove,
  atMs: number,
): BalanceTransaction {
  const { amountMinor, feeMinor } = move;
  const fee = {
    amount: Number(feeMinor),
    application: null,
    currency: currency.toLowerCase(),
    description: `Dispute fee of ${provider}`,
    type: 'payment_network_fee',
  };
  return {
    id: means.makeId('txn'),
    type: 'adjustment',
    sourceId: id,
    currency,
    amountMinor,
    feeMinor,
    netMinor: amountMinor - feeMinor,
    feeDetails: feeMinor === 0n ? [] : [fee],
    status: 'available',
    availableOnMs: Date.parse(`${move.valueOn ?? ''}T00:00:00Z`) || atMs,
    description: describe(move),
    payoutId: null,
    createdAtMs: atMs,
  };
}

type Moving = {
  readonly whose: Whose;
  readonly movement: BalanceTransaction;
  readonly move: ToldMove;
};

function movedUnit(means: RecordMeans, dispute: Dispute, moving: Moving): Unit {
  const { accountId, amount, provider, reference } = dispute;
  const { whose, movement, move } = moving;
  const fees = Array.isArray(movement.feeDetails) ? movement.feeDetails : [];
  const row = balanceRow({
    accountId,
    id: movement.id,
    type: 'adjustment',
    sourceId: dispute.id,
    amount: money(amount.currency, movement.amountMinor),
    fees,
    maturesWith: null,
    availableOnMs: movement.availableOnMs,
    description: movement.description,
    payoutId: null,
    createdAtMs: movement.createdAtMs,
    part: partOf(move),
  });
  const net = money(amount.currency, movement.netMinor);
  const entries =
    net.minor < 0n ? withdrawnEntries(provider, negate(net)) : reinstatedEntries(provider, net);
  const posting = {
    accountId,
    id: means.makeId('ltx'),
    at: movement.createdAtMs,
    kind: 'posted',
    description: wordsOf(move),
    reference,
    entries,
  } as const;
  return unit(
    { inserts: [{ table: 'balance_transaction', rows: [row] }] },
    ...openBooks(whose, provider, amount.currency),
    entries.length === 0 ? {} : post(onBothSides([posting], whose)),
  );
}

function eventsOf(
  means: RecordMeans,
  dispute: Dispute,
  { cause, atMs, movements }: Told,
  types: readonly EventType[],
): Unit {
  const { accountId, id } = dispute;
  const object = disputeToStripe(dispute, movements, atMs);
  const events = types.map((type) => {
    return { id: means.makeId('evt'), accountId, objectId: id, object, cause, atMs, type };
  });
  const steps = events.map((event) => ({ eventId: event.id, type: event.type, atMs }));
  return unit(insertSteps(dispute, steps), recordEvents(means, events));
}
