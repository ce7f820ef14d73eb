// CVCs wait here, in this process's memory alone, for the one authorization they were typed for.
// A restart forgets them: the payment then goes on without one, as PCI DSS 3.3.1 wants it.

import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { PaymentMethodId } from '../ids.ts';

export type CvcMemory = {
  keep(paymentMethod: PaymentMethodId, cvc: Secret<string>): void;
  recall(paymentMethod: PaymentMethodId): Secret<string> | null;
  forget(paymentMethod: PaymentMethodId): void;
};

const lifeMs = 3_600_000;
const sizeMax = 10_000;

export function openCvcMemory(clock: Clock): CvcMemory {
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
