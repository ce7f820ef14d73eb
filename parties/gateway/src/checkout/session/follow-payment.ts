// A session follows its payment, in the same commit: paid or held makes it complete, canceled makes
// it expired. A follower of payments.

import type { Follower } from '../../payments/ports.ts';
import { completeSession, type EndMeans, expireOpenSession, expiryJob } from './end-session.ts';

export function followPayment(means: EndMeans): Follower {
  return ({ before, view, cause, atMs }) => {
    const { session, intent, method } = view;
    if (session === null) return {};
    if (before === null) return expiryJob(session);
    if (session.status !== 'open') return {};
    const { status } = intent.state;
    const end = { isPaid: status === 'succeeded', method, cause, atMs };
    if (status === 'succeeded' || status === 'requires_capture') {
      return completeSession(means, session, end);
    }
    return status === 'canceled' ? expireOpenSession(means, session, end) : {};
  };
}
