// A small program at the pages' port: sessions in memory, and cards whose fate their number tells.
// It keeps what it was given, so that a test can see what reached the gateway and how often.

import type { BrowserFacts } from '../../../authentication/browser-facts.ts';
import type { CardEntry, CheckoutSessions, CheckoutView, PayOutcome } from '../ports.ts';
import { order } from './a-shop.ts';

export const cards = {
  good: '4242424242424242',
  empty: '4000000000009995',
  challenged: '4000000000003220',
  unanswered: '4000000000000002',
  broken: '4000000000009979',
} as const;

export type SmallGateway = CheckoutSessions & {
  put(view: CheckoutView): void;
  readonly paid: { id: string; card: CardEntry; browser: BrowserFacts }[];
};

export function openSmallGateway(...views: readonly CheckoutView[]): SmallGateway {
  const sessions = new Map(views.map((view) => [view.id, view]));
  const paid: SmallGateway['paid'] = [];
  const put = (view: CheckoutView) => void sessions.set(view.id, view);
  return {
    put,
    paid,
    loadSession: async (id) => sessions.get(id),
    async payWithCard(id, card, browser) {
      const view = sessions.get(id);
      if (!view) return { kind: 'gone' };
      paid.push({ id, card, browser });
      const end = endOf(card.pan.reveal(), view);
      put({ ...view, state: end.state });
      return end.outcome;
    },
  };
}

type End = { readonly state: CheckoutView['state']; readonly outcome: PayOutcome };

function endOf(number: string, view: CheckoutView): End {
  switch (number) {
    case cards.empty:
      return {
        state: { kind: 'open', problem: 'insufficient_funds' },
        outcome: { kind: 'refused', words: 'insufficient_funds' },
      };
    case cards.challenged: {
      const url = '/3ds/redirect/auth_1';
      return {
        state: { kind: 'confirming', challengeUrl: url },
        outcome: { kind: 'challenge', url },
      };
    }
    case cards.unanswered:
      return { state: { kind: 'waiting' }, outcome: { kind: 'processing' } };
    case cards.broken:
      throw new Error(`a bug that knows ${number}`);
    default:
      return {
        state: { kind: 'paid', reference: order.orderNumber, paidAtMs: null },
        outcome: { kind: 'succeeded', url: view.successUrl },
      };
  }
}
