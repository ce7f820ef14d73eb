// The pages of the way to the bank and back: in the merchant's look where the hosted checkout has one,
// plain where there is no shop to lead to.

import type { CheckoutPages } from '../checkout/pages/checkout-pages.ts';
import { brandingOf } from '../checkout/session/view-of-session.ts';
import { donePage, unknownPage, waitingPage } from './plain-pages.tsx';
import type { ChallengePages } from './routes.ts';

export function challengePages(pages: CheckoutPages): ChallengePages {
  return {
    handOver: ({ merchant, acsUrl, creq, sessionData, lang, amount }) =>
      pages.handOverPage({
        branding: brandingOf(merchant),
        acsUrl,
        creq,
        sessionData,
        lang,
        amount: amount ?? undefined,
        isTest: true,
      }),
    returning: ({ merchant, url }) =>
      pages.returningPage({ branding: brandingOf(merchant), url, isTest: true }),
    waiting: ({ merchant, again }) => waitingPage(merchant, again),
    done: ({ merchant, progress, isPayment }) => donePage(merchant, { progress, isPayment }),
    unknown: () => unknownPage(),
  };
}
