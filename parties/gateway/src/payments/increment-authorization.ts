// Raises a hold before its capture: load, decide, commit the open increment, ask the bank, commit the
// end. What was held before is held all the while. An answer that never came is unknown: the increment
// is reversed by its own name until that is acknowledged.

import { assert, Bug, err, ok, type Result } from '@kassa/result';
import type { AuthorizationEnd } from '../connectors/connector.ts';
import type { AccountId, IncrementId } from '../ids.ts';
import { under } from '../merchants/merchant.ts';
import { decide } from './decide.ts';
import type { IncrementOutcome } from './decide-hold.ts';
import type { PaymentRefusal } from './errors.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import { sellerOf } from './seller.ts';
import { loadPayment } from './store.ts';
import { commitStep, prepareStep } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';
import type { Wishes } from './wishes.ts';

export type Incrementing = {
  readonly accountId: AccountId;
  readonly id: string;
  /** The new total. */
  readonly minor: bigint;
  /** What the merchant says along with it; it counts only if the bank approves. */
  readonly change: (wishes: Wishes) => Wishes;
  readonly cause: Cause | null;
  /** Its subject is the increment. What the view's increment came to is in increment-problem.ts. */
  readonly once: Once<PaymentView>;
};

/** The payment, whose last increment is this one, ended: approved or not, or unknown. */
export async function incrementAuthorization(
  means: PaymentMeans,
  incrementing: Incrementing,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const { accountId, id } = incrementing;
  const key = `${accountId}|${id}`;
  const opened = await means.inTurn(key, () =>
    untilUncontested(async () => {
      const open = await openIncrement(means, incrementing);
      if (!open.ok) return open;
      const run = () => runIncrement(means, incrementing, open.value);
      // Known as under way before the next in turn looks.
      return ok({ running: means.underWay.start(key, run) });
    }),
  );
  return opened.ok ? ok(await opened.value.running) : opened;
}

/** The first commit: from here on it is written that something may have been sent. */
async function openIncrement(
  means: PaymentMeans,
  { accountId, id, minor, cause, once }: Incrementing,
): Promise<Result<PaymentView, PaymentRefusal>> {
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined) return err({ code: 'intent_unknown', id });
  const { attempt, state } = view.intent;
  if (attempt === null) {
    return err({ code: 'unexpected_state', doing: 'increment', status: state.status });
  }
  const merchant = under(await sellerOf(means, view.intent), attempt.provider);
  const wire = await means.connector(attempt.provider).nameMessage(merchant);
  const increment = { id: means.makeId('inc'), minor, wire };
  const facts = { nowMs: means.clock.nowMs() };
  const events = decide(view.intent, { do: 'increment', increment }, facts);
  if (!events.ok) return events;
  const prepared = await prepareStep(means, { from: view, events: events.value, cause });
  return commitStep(means, prepared, once.begin(increment.id));
}

async function runIncrement(
  means: PaymentMeans,
  incrementing: Incrementing,
  view: PaymentView,
): Promise<PaymentView> {
  const { intent, method } = view;
  const { attempt, charge, increment } = intent;
  assert(attempt && increment && method, 'an increment is of an attempt with its card');
  assert(charge?.state.kind === 'authorized', 'what grows is authorized');
  const end = await means.connector(attempt.provider).increment({
    merchant: await sellerOf(means, intent),
    wire: increment.wire,
    amount: { currency: intent.amount.currency, minor: increment.addedMinor },
    card: method.sealed,
    original: {
      wire: attempt.wire,
      authorizationCode: charge.state.approval.authorizationCode,
    },
  });
  return close(means, incrementing, view, { incrementId: increment.id, end });
}

/** The second commit. A note written meanwhile moves the version: then it is decided again. */
async function close(
  means: PaymentMeans,
  { cause, once, change }: Incrementing,
  opened: PaymentView,
  { incrementId, end }: { readonly incrementId: IncrementId; readonly end: AuthorizationEnd },
): Promise<PaymentView> {
  const { accountId, id } = opened.intent;
  for (let view = opened; ; ) {
    const outcome: IncrementOutcome =
      end.kind === 'approved' ? { ...end, wishes: change(view.intent.wishes) } : end;
    const facts = { nowMs: means.clock.nowMs() };
    const events = decide(view.intent, { do: 'close_increment', incrementId, outcome }, facts);
    if (!events.ok) throw new Bug(`the end of an increment was refused: ${events.error.code}`);
    const prepared = await prepareStep(means, { from: view, events: events.value, cause });
    const kept = once.settle(prepared.step.view, incrementId);
    const committed = await commitStep(means, prepared, kept);
    if (committed.ok) return committed.value;
    if (committed.error.code !== 'busy') {
      throw new Bug(`the end of an increment was refused: ${committed.error.code}`);
    }
    const loaded = await loadPayment(means.db, accountId, id);
    assert(loaded !== undefined, 'an intent does not vanish');
    view = loaded;
  }
}
