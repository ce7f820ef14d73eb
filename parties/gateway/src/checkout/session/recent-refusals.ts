// A second click a moment after a refusal gets the same answer, and no bank is asked again.

import type { Clock } from '@kassa/time';
import type { PaymentMethod } from '../../vault/card.ts';
import type { PayOutcome } from '../pages/ports.ts';
import type { CheckoutSession } from './session.ts';

export const cardKey = ({ face }: PaymentMethod): string =>
  `${face.fingerprint}|${face.expiry.month}|${face.expiry.year}`;

export type Refusals = {
  recent(session: CheckoutSession, method: PaymentMethod): PayOutcome | undefined;
  remember(session: CheckoutSession, method: PaymentMethod, outcome: PayOutcome): void;
};

const sameClickMs = 3_000;
const refusalsMax = 1_000;

/** A second click after a quick refusal must not ask the bank again. */
export function openRefusals(clock: Clock): Refusals {
  const kept = new Map<string, { key: string; outcome: PayOutcome; untilMs: number }>();
  return {
    recent(session, method) {
      const found = kept.get(session.id);
      const isSame = found?.key === cardKey(method) && found.untilMs > clock.nowMs();
      return isSame ? found.outcome : undefined;
    },
    remember(session, method, outcome) {
      if (kept.size >= refusalsMax) kept.clear();
      kept.set(session.id, {
        key: cardKey(method),
        outcome,
        untilMs: clock.nowMs() + sameClickMs,
      });
    },
  };
}
