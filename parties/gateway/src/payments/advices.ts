// What has to be told to the acquirer because of a step: stored with the step, told until it is
// acknowledged. The names (STAN, RRN, time) are fixed here, so that a repeat is known as one.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import type { ClearingSequence } from '@kassa/iso8583';
import { addJob } from '@kassa/jobs';
import { type Money, money } from '@kassa/money';
import type { AdviceKind } from '../connectors/connector.ts';
import {
  type AccountId,
  type AdviceId,
  type AttemptId,
  type IncrementId,
  idFrom,
  idOrNull,
  type PaymentIntentId,
  type RefundId,
} from '../ids.ts';
import { under } from '../merchants/merchant.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { decodePaymentMethod } from '../vault/store.ts';
import {
  type Attempt,
  type Charge,
  capturedOf,
  type Increment,
  type PaymentIntent,
  receivedMinor,
  type WireReference,
} from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { PaymentMeans, Step } from './ports.ts';
import { currencyIn, decodeAttempt, decodeIncrement, nested } from './rows.ts';

export type StoredAdvice = {
  readonly accountId: AccountId;
  readonly id: AdviceId;
  readonly kind: AdviceKind;
  readonly intentId: PaymentIntentId;
  readonly attemptId: AttemptId;
  readonly refundId: RefundId | null;
  /** If it takes back an increment: which. */
  readonly incrementId: IncrementId | null;
  /** If it is one capture among several: which. */
  readonly clearing: ClearingSequence | null;
  readonly amount: Money;
  readonly rrn: string;
  readonly stan: string;
  readonly transmittedAtMs: number;
  readonly tries: number;
  /** How often a person has had it told again. */
  readonly rounds: number;
};

type Needed = {
  readonly kind: AdviceKind;
  readonly provider: string;
  readonly attemptId: AttemptId;
  readonly refundId?: RefundId;
  readonly incrementId?: IncrementId;
  readonly clearing?: ClearingSequence;
  readonly minor: bigint;
  /** Of what is captured, voided or reversed; a refund gets its own. */
  readonly rrn: string | null;
};

/** The advices that these events call for, each with its name on the wire. */
export async function nameAdvices(
  means: PaymentMeans,
  { intent, merchant, events }: Pick<Step, 'merchant' | 'events'> & { intent: PaymentIntent },
): Promise<readonly StoredAdvice[]> {
  const needed = events.flatMap((event) => neededFor(intent, event) ?? []);
  return Promise.all(
    needed.map(async ({ kind, provider, attemptId, minor, rrn, ...about }) => {
      const wire = await means.connector(provider).nameMessage(under(merchant, provider));
      return {
        accountId: intent.accountId,
        id: means.makeId('adv'),
        kind,
        intentId: intent.id,
        attemptId,
        refundId: about.refundId ?? null,
        incrementId: about.incrementId ?? null,
        clearing: about.clearing ?? null,
        amount: money(intent.amount.currency, minor),
        rrn: rrn ?? wire.rrn,
        stan: wire.stan,
        transmittedAtMs: wire.transmittedAtMs,
        tries: 0,
        rounds: 0,
      };
    }),
  );
}

function neededFor(intent: PaymentIntent, event: PaymentEvent): Needed | undefined {
  const { attempt, charge, increment } = intent;
  if (attempt === null) return undefined;
  const { provider, id: attemptId, wire } = attempt;
  const common = { provider, attemptId, rrn: wire.rrn };
  switch (event.type) {
    case 'captured':
    case 'partly_captured': {
      const clearing = clearingOf(charge, event.type === 'captured');
      const minor = event.capturedMinor;
      return { ...common, kind: 'capture', minor, ...(clearing && { clearing }) };
    }
    case 'remainder_released':
      return { ...common, kind: 'release', minor: receivedMinor(intent) };
    case 'canceled':
      if (charge?.state.kind !== 'released') return undefined;
      return { ...common, kind: 'void', minor: charge.amount.minor };
    case 'increment_unknown': {
      if (increment === null) return undefined;
      const { id: incrementId, addedMinor: minor } = increment;
      return { ...common, kind: 'reversal', incrementId, minor, rrn: increment.wire.rrn };
    }
    case 'outcome_unknown':
      return { ...common, kind: 'reversal', minor: attempt.amount.minor };
    case 'late_approval_reversed': {
      const { attemptId: lateId, provider: of, rrn, incrementId } = event;
      const late = { attemptId: lateId, provider: of, rrn, ...(incrementId && { incrementId }) };
      return { ...common, ...late, kind: 'reversal', minor: attempt.amount.minor };
    }
    case 'refund_created':
      return {
        ...common,
        kind: 'refund',
        refundId: event.refundId,
        minor: event.minor,
        rrn: null,
      };
    default:
      return undefined;
  }
}

/** Which of several captures this one was; undefined: the only one. */
function clearingOf(charge: Charge | null, isLast: boolean): ClearingSequence | undefined {
  const number = (charge && capturedOf(charge)?.captures) ?? 1;
  return isLast && number === 1 ? undefined : { number, count: isLast ? number : null };
}

/** Rows and the job that tells them, at once or not before so long. */
export function storeAdvices(
  advices: readonly StoredAdvice[],
  nowMs: number,
  tellAfterMs?: number,
): Unit[] {
  const first = advices[0];
  if (first === undefined) return [];
  const rows = advices.map((advice) => ({
    account_id: advice.accountId,
    id: advice.id,
    kind: advice.kind,
    intent_id: advice.intentId,
    attempt_id: advice.attemptId,
    refund_id: advice.refundId,
    increment_id: advice.incrementId,
    part: advice.clearing?.number ?? null,
    parts: advice.clearing?.count ?? null,
    amount: advice.amount.minor,
    currency: advice.amount.currency,
    rrn: advice.rrn,
    stan: advice.stan,
    transmitted_at: advice.transmittedAtMs,
    state: 'waiting',
    tries: 0,
    response_code: null,
    created_at: nowMs,
    closed_at: null,
  }));
  return [
    { inserts: [{ table: 'advice', rows }] },
    tellJob(first, tellAfterMs && nowMs + tellAfterMs),
  ];
}

/** One job a payment: it tells everything that waits, in order. */
export function tellJob(
  about: { readonly accountId: AccountId; readonly intentId: PaymentIntentId },
  runAtMs: number | undefined,
): Unit {
  const { accountId, intentId } = about;
  const jobKey = `tell:${intentId}`;
  return addJob('tell-advices', { accountId, intentId }, { jobKey, ...(runAtMs && { runAtMs }) });
}

/** An advice with what its message is built from. */
export type Telling = {
  readonly advice: StoredAdvice;
  readonly attempt: Attempt;
  readonly method: PaymentMethod;
  readonly authorizationCode: string | null;
  /** Of an advice about an increment. */
  readonly increment: Increment | null;
  /** Whose name the cardholder reads. */
  readonly seller: AccountId;
};

/**
 * Oldest first: a refund is never told before the capture it belongs to, and waits with it while a
 * person looks into that.
 */
export async function loadWaiting(
  db: Database,
  accountId: AccountId,
  intentId: string,
): Promise<Telling[]> {
  const text = `
    select row_to_json(d) as advice, row_to_json(a) as attempt, row_to_json(m) as method,
      c.approval ->> 'authorizationCode' as authorization_code, row_to_json(n) as increment,
      i.wishes -> 'split' ->> 'onBehalfOf' as on_behalf_of
    from advice d
    join payment_attempt a on a.account_id = d.account_id and a.id = d.attempt_id
    join payment_method m on m.account_id = d.account_id and m.id = a.payment_method_id
    join payment_intent i on i.account_id = d.account_id and i.id = d.intent_id
    left join charge c on c.account_id = d.account_id and c.id = a.charge_id
    left join payment_increment n on n.account_id = d.account_id and n.id = d.increment_id
    where d.account_id = $1 and d.intent_id = $2 and d.state = 'waiting'
      and not (d.kind = 'refund' and exists (
        select 1 from advice e
        where e.account_id = d.account_id and e.intent_id = d.intent_id
          and e.kind = 'capture' and e.state = 'manual' and e.id < d.id))
    order by d.id limit 100`;
  const values = [accountId, intentId];
  const together = ['text', 'text'];
  return db.query({ name: 'advices_waiting', text, values, together }, (row) => {
    const increment = nested(row, 'increment');
    return {
      advice: decodeAdvice(nested(row, 'advice') ?? {}),
      attempt: decodeAttempt(nested(row, 'attempt') ?? {}),
      method: decodePaymentMethod(nested(row, 'method') ?? {}),
      authorizationCode: column.textOrNull(row, 'authorization_code'),
      increment: increment && decodeIncrement(increment),
      seller: idOrNull('acct', column.textOrNull(row, 'on_behalf_of')) ?? accountId,
    };
  });
}

export function decodeAdvice(row: RawRow): StoredAdvice {
  const part = column.integerOrNull(row, 'part');
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('adv', column.text(row, 'id')),
    kind: column.oneOf(row, 'kind', ['capture', 'refund', 'void', 'reversal', 'release']),
    intentId: idFrom('pi', column.text(row, 'intent_id')),
    attemptId: idFrom('att', column.text(row, 'attempt_id')),
    refundId: idOrNull('re', column.textOrNull(row, 'refund_id')),
    incrementId: idOrNull('inc', column.textOrNull(row, 'increment_id')),
    clearing: part === null ? null : { number: part, count: column.integerOrNull(row, 'parts') },
    amount: money(currencyIn(row), column.big(row, 'amount')),
    rrn: column.text(row, 'rrn'),
    stan: column.text(row, 'stan'),
    transmittedAtMs: column.integer(row, 'transmitted_at'),
    tries: column.integer(row, 'tries'),
    rounds: column.integer(row, 'rounds'),
  };
}

/** Payments that have something to tell: what a line that came back asks for. */
export async function findWaiting(
  db: Database,
  limit: number,
): Promise<{ readonly accountId: AccountId; readonly intentId: PaymentIntentId }[]> {
  const text = `select distinct account_id, intent_id from advice where state = 'waiting' limit $1`;
  return db.query({ name: 'payments_waiting', text, values: [limit] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    intentId: idFrom('pi', column.text(row, 'intent_id')),
  }));
}

export type AdviceClosing = {
  readonly state: 'acknowledged' | 'refused';
  readonly responseCode: string | null;
  readonly nowMs: number;
};

export function closeAdvice(advice: StoredAdvice, closing: AdviceClosing): Unit {
  const { state, responseCode, nowMs } = closing;
  return {
    updates: [
      {
        as: 'advice',
        table: 'advice',
        key: { account_id: advice.accountId, id: advice.id },
        set: { state, response_code: responseCode, closed_at: nowMs },
        add: { tries: 1 },
        expect: { state: 'waiting' },
      },
    ],
  };
}

/** It is told no more by itself. */
export function handOver(
  advice: StoredAdvice,
  { responseCode, nowMs }: Pick<AdviceClosing, 'responseCode' | 'nowMs'>,
): Unit {
  return {
    updates: [
      {
        as: 'advice',
        table: 'advice',
        key: { account_id: advice.accountId, id: advice.id },
        set: { state: 'manual', response_code: responseCode, manual_at: nowMs },
        add: { tries: 1 },
        expect: { state: 'waiting' },
      },
    ],
  };
}

export function countTry(advice: StoredAdvice): Unit {
  return {
    updates: [
      {
        as: 'advice',
        table: 'advice',
        key: { account_id: advice.accountId, id: advice.id },
        add: { tries: 1 },
      },
    ],
  };
}

export const wireOf = (advice: StoredAdvice, original: WireReference): WireReference => ({
  ...original,
  rrn: advice.rrn,
  stan: advice.stan,
  transmittedAtMs: advice.transmittedAtMs,
});
