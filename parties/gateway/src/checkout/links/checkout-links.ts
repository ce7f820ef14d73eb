// What the pages ask for: a session for whoever follows a link, in the words of the pages.

import type { CheckoutLinks } from '../pages/ports.ts';
import { recoverSession } from '../session/recover-session.ts';
import { brandingOf } from '../session/view-of-session.ts';
import { type LinkMeans, openLink } from './open-link.ts';

export function checkoutLinks(means: LinkMeans): CheckoutLinks {
  return {
    async openLink(token, visit) {
      const opened = await openLink(means, token, visit);
      if (opened.kind !== 'off') return opened;
      const { merchant, message } = opened;
      return { kind: 'off', merchant: brandingOf(merchant), message };
    },
    async recover(sessionId) {
      const recovered = await recoverSession(means, sessionId);
      return recovered.ok ? recovered.value : undefined;
    },
  };
}
