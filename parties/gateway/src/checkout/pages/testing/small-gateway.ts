// A small program at the pages' port: sessions in memory, and cards whose fate their number tells.
// It keeps what it was given, so that a test can see what reached the gateway and how often.

import { sum } from '@kassa/money';
import type { CheckoutSessions, CheckoutView, OrderChoices, Paying, PayOutcome } from '../ports.ts';
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
  readonly paid: (Omit<Paying, 'seen'> & { id: string })[];
  readonly chosen: OrderChoices[];
};

export function openSmallGateway(...views: readonly CheckoutView[]): SmallGateway {
  const sessions = new Map(views.map((view) => [view.id, view]));
  const paid: SmallGateway['paid'] = [];
  const chosen: SmallGateway['chosen'] = [];
  const put = (view: CheckoutView) => void sessions.set(view.id, view);
  return {
    put,
    paid,
    chosen,
    loadSession: async (id) => sessions.get(id),
    leaveQueue(id) {
      const view = sessions.get(id);
      if (view?.state.kind === 'queued') put({ ...view, state: { kind: 'open', problem: null } });
    },
    async choose(id, choices) {
      const view = sessions.get(id);
      if (!view) return false;
      chosen.push(choices);
      put(withChoices(view, choices));
      return true;
    },
    async payWithCard(id, { card, entry, seen, browser }) {
      const before = sessions.get(id);
      if (!before) return { kind: 'gone' };
      const view = withChoices(before, entry.choices);
      put(view);
      if (seen !== view.seen) return { kind: 'changed' };
      paid.push({ id, card, entry, browser });
      const end = endOf(card.pan.reveal(), view);
      put({ ...view, state: end.state });
      return end.outcome;
    },
  };
}

/** Counts what the page's tests choose: another way of sending, another quantity. */
function withChoices(view: CheckoutView, choices: OrderChoices): CheckoutView {
  const rate = choices.shippingRate ?? view.shippingRate;
  const shipping = view.shippingOptions.find(({ id }) => id === rate)?.amount ?? view.shipping;
  const lines = view.lines.map((line) => {
    const quantity = choices.quantities[line.id] ?? line.quantity;
    const each = line.amount.minor / BigInt(line.quantity);
    return { ...line, quantity, amount: { ...line.amount, minor: each * BigInt(quantity) } };
  });
  const total = sum(view.total.currency, [
    ...lines.map(({ amount }) => amount),
    ...(shipping ? [shipping] : []),
  ]);
  const isSame = total.minor === view.total.minor && rate === view.shippingRate;
  if (isSame) return view;
  return { ...view, lines, shipping, shippingRate: rate, total, seen: `${rate}|${total.minor}` };
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
        outcome: { kind: 'succeeded', url: view.successUrl ?? `/c/${view.id}` },
      };
  }
}
