// A session follows the card that it keeps, in the same commit. A follower of setups.

import type { SetupFollower } from '../../setups/ports.ts';
import { completeSession, type EndMeans, expireOpenSession, expiryJob } from './end-session.ts';

export function followSetup(means: EndMeans): SetupFollower {
  return ({ before, view, cause, atMs }) => {
    const { session, setup, method } = view;
    if (session === null) return {};
    if (before === null) return expiryJob(session);
    if (session.status !== 'open') return {};
    const end = { isPaid: false, method, cause, atMs };
    const { status } = setup.state;
    if (status === 'succeeded') return completeSession(means, session, end);
    return status === 'canceled' ? expireOpenSession(means, session, end) : {};
  };
}
