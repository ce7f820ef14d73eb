// A session follows its payment, in the same commit: paid or held makes it complete, canceled makes
// it expired. A follower of payments.

import { type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { sessionToStripe } from '../../api/to-stripe/session.ts';
import type { Follower, Step } from '../../payments/ports.ts';
import { type RecordMeans, recordEvent } from '../../webhooks/record-event.ts';
import type { CheckoutSession } from './session.ts';
import { updateSession } from './store.ts';

export function followPayment(means: RecordMeans, publicUrl: string): Follower {
  return (step) => {
    const { session, intent } = step.view;
    if (session === null) return {};
    if (step.before === null) return expiryJob(session);
    if (session.status !== 'open') return {};
    const { status } = intent.state;
    if (status === 'succeeded' || status === 'requires_capture') {
      const complete = { ...session, status: 'complete', completedAtMs: step.atMs } as const;
      return ended(means, step, complete, publicUrl);
    }
    if (status === 'canceled') {
      return ended(means, step, { ...session, status: 'expired' }, publicUrl);
    }
    return {};
  };
}

function ended(means: RecordMeans, step: Step, session: CheckoutSession, publicUrl: string): Unit {
  const { cause, atMs, view } = step;
  const isPaid = view.intent.state.status === 'succeeded';
  const object: Value = { ...sessionToStripe(session, { isPaid }, publicUrl) };
  const type = session.status === 'complete' ? 'completed' : 'expired';
  const about = { accountId: session.accountId, objectId: session.id, object, cause, atMs };
  return unit(
    updateSession(session),
    recordEvent(means, { ...about, type: `checkout.session.${type}` }),
  );
}

/** The one owner of a session's expiry. */
function expiryJob({ accountId, id, expiresAtMs }: CheckoutSession): Unit {
  const payload = { accountId, sessionId: id };
  return addJob('expire-session', payload, { runAtMs: expiresAtMs, jobKey: `expire:${id}` });
}
