// CVCs wait here, in memory alone, for the one authorization they were typed for. Workers of one port
// tell them one another over their pipes, since the next request may come to any of them.
// A restart forgets them: the payment then goes on without one, as PCI DSS 3.3.1 wants it.

import { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { PaymentMethodId } from '../ids.ts';

export type CvcMemory = {
  keep(paymentMethod: PaymentMethodId, cvc: Secret<string>): void;
  recall(paymentMethod: PaymentMethodId): Secret<string> | null;
  forget(paymentMethod: PaymentMethodId): void;
};

const lifeMs = 3_600_000;
const sizeMax = 10_000;

/** Null: it is to be forgotten. */
export type CvcNews = { readonly paymentMethod: PaymentMethodId; readonly cvc: string | null };

export type Neighbours = {
  tell(news: CvcNews): void;
  hear(heard: (news: CvcNews) => void): void;
};

export const noNeighbours: Neighbours = { tell: () => {}, hear: () => {} };

export function openCvcMemory(clock: Clock, neighbours: Neighbours): CvcMemory {
  const own = openOwnMemory(clock);
  neighbours.hear(({ paymentMethod, cvc }) => {
    if (cvc === null) own.forget(paymentMethod);
    else own.keep(paymentMethod, new Secret(cvc));
  });
  return {
    ...own,
    keep(paymentMethod, cvc) {
      own.keep(paymentMethod, cvc);
      neighbours.tell({ paymentMethod, cvc: cvc.reveal() });
    },
    forget(paymentMethod) {
      own.forget(paymentMethod);
      neighbours.tell({ paymentMethod, cvc: null });
    },
  };
}

function openOwnMemory(clock: Clock): CvcMemory {
  const kept = new Map<PaymentMethodId, { cvc: Secret<string>; untilMs: number }>();
  return {
    keep(paymentMethod, cvc) {
      kept.delete(paymentMethod);
      kept.set(paymentMethod, { cvc, untilMs: clock.nowMs() + lifeMs });
      // A Map keeps the order of insertion: the first is the oldest.
      for (const [oldest, { untilMs }] of kept) {
        if (kept.size <= sizeMax && untilMs > clock.nowMs()) break;
        kept.delete(oldest);
      }
    },
    recall(paymentMethod) {
      const found = kept.get(paymentMethod);
      return found !== undefined && found.untilMs > clock.nowMs() ? found.cvc : null;
    },
    forget: (paymentMethod) => {
      kept.delete(paymentMethod);
    },
  };
}
