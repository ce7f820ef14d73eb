// Is a declined card tried too often? Declines are noted in the commit of the refusal, and counted by
// the database in the commit that opens an attempt, so that it costs no round trip. An attempt that the
// network's rules forbid is recorded all the same, and ends before anything is sent.

import { type Database, type Unit, unit } from '@kassa/database';
import { ok, type Result } from '@kassa/result';
import type { PaymentRefusal } from './errors.ts';
import type { Follower, PaymentMeans, PaymentView, Step } from './ports.ts';
import { categoryOf, rulesAt } from './retry-rules.ts';
import { commitStep, type Prepared } from './take-step.ts';

const dayMs = 86_400_000;
/** For how long a card stays refused that is never to be tried again: as long as any count. */
const neverDays = 30;

/** Why the network's rules forbid it, for operators. */
export type Forbidden = Extract<PaymentRefusal, { code: 'retry_never' | 'retry_cap_reached' }>;

type Opening = { readonly view: PaymentView; readonly forbidden: Forbidden | null };

/** The commit that opens an attempt; from here on it is written that something may be sent. */
export async function commitOpening(
  means: PaymentMeans,
  prepared: Prepared,
  ...more: readonly Unit[]
): Promise<Result<Opening, PaymentRefusal>> {
  const committed = await commitStep(means, prepared, ...more, checkOf(means, prepared.step));
  if (committed.ok) return ok({ view: committed.value, forbidden: null });
  const { error } = committed;
  if (error.code !== 'retry_never' && error.code !== 'retry_cap_reached') return committed;
  const recorded = await commitStep(means, prepared, ...more);
  return recorded.ok ? ok({ view: recorded.value, forbidden: error }) : recorded;
}

function checkOf({ retryPolicy }: PaymentMeans, { view, atMs }: Step): Unit {
  const { intent, method } = view;
  const rules = method === null ? undefined : rulesAt(method.face.brand, atMs);
  if (retryPolicy === null || method === null || rules === undefined) return {};
  const { neverAgain, retriesMax } = retryPolicy;
  const asked = {
    account: intent.accountId,
    fingerprint: method.face.fingerprint,
    amount: intent.amount.minor,
    currency: intent.amount.currency,
    initiation: initiationOf(view),
    neverSince: neverAgain ? atMs - neverDays * dayMs : null,
    caps: rules.caps.map(({ days, byInitiation, ...cap }) => ({
      since: atMs - days * dayMs,
      ...{ days, byInitiation, retriesMax: retriesMax ?? cap.retriesMax },
    })),
  };
  return { calls: [{ fn: 'check_retries', arg: [asked] }] };
}

/** What a bank has refused is counted; what was never sent is not. */
export const noteDeclines: Follower = ({ events, view, atMs }) => {
  const { intent, method } = view;
  if (method === null) return {};
  const { brand, fingerprint } = method.face;
  const rows = events.flatMap((event) => {
    if (event.type !== 'refused' || event.problem.responseCode === null) return [];
    const { responseCode, chargeId } = event.problem;
    return [
      {
        account_id: intent.accountId,
        charge_id: chargeId,
        ...{ fingerprint, network: brand },
        amount: intent.amount.minor,
        currency: intent.amount.currency,
        initiation: initiationOf(view),
        response_code: responseCode,
        category: categoryOf(rulesAt(brand, atMs), responseCode),
        at: event.atMs,
      },
    ];
  });
  return rows.length === 0 ? {} : unit({ inserts: [{ table: 'card_decline', rows }] });
};

const initiationOf = ({ intent }: PaymentView) =>
  intent.wishes.offSession ? 'merchant' : 'cardholder';

/** Longer than any window; a bounded number at a time. */
export async function forgetOldDeclines(db: Database, nowMs: number): Promise<number> {
  return db.exec(
    `delete from card_decline where ctid = any(array(
       select ctid from card_decline where at < $1 limit 10000))`,
    [nowMs - (neverDays + 5) * dayMs],
  );
}
