// In which order the moments of one millisecond caused one another. A fast acquirer answers within the
// millisecond of its question, and no clock tells those two apart.

import { isMti } from '@kassa/iso8583';
import type { PaymentEventType } from '../../payments/payment-event.ts';
import type { StoredWireMessage } from '../../wire-log/store.ts';

export const steps = [
  'asked',
  'given up',
  'opened',
  'authentication asked',
  'authentication answered',
  'authenticated',
  'authorization asked',
  'authorization answered',
  'decided',
  'advice stored',
  'booked',
  'advice told',
  'advice answered',
  'advice ended',
  'merchant told',
] as const;
export type Step = (typeof steps)[number];

/** By what a move waits for: nothing, the authentication, or else an answer of the acquirer. */
export const stepOfMove = (type: PaymentEventType): Step => unusualMoves[type] ?? 'decided';

const unusualMoves: Readonly<Partial<Record<PaymentEventType, Step>>> = {
  created: 'opened',
  changed: 'opened',
  described: 'opened',
  method_attached: 'opened',
  attempt_opened: 'opened',
  increment_opened: 'opened',
  refund_created: 'opened',
  challenge_required: 'authenticated',
  challenge_passed: 'authenticated',
  authentication_failed: 'authenticated',
  attempt_resumed: 'authenticated',
};

/** What had no answer was asked long before, and what is asked now is often asked because of it. */
export function stepOfMessage({ type, direction }: StoredWireMessage): Step {
  if (direction === 'none') return 'given up';
  if (!isMti(type)) {
    return type.endsWith('Req') ? 'authentication asked' : 'authentication answered';
  }
  // The third digit: 2 and 3 are an advice and its answer; an odd one answers.
  const isAdvice = type[2] === '2' || type[2] === '3';
  const isAnswer = type[2] === '1' || type[2] === '3';
  if (isAdvice) return isAnswer ? 'advice answered' : 'advice told';
  return isAnswer ? 'authorization answered' : 'authorization asked';
}
