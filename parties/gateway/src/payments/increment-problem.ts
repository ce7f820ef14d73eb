// Why an increment did not go through, from what is kept of it: for the answer to who asked, at once
// or after a crash.

import { declineProblem } from './decline-table.ts';
import type { PaymentIntent } from './intent.ts';
import { ownProblem } from './own-problems.ts';
import type { PaymentProblem } from './problem.ts';

/** Null when the last increment is approved, or still under way. */
export function incrementProblem({
  increment,
  attempt,
  charge,
}: PaymentIntent): PaymentProblem | null {
  const paymentMethod = attempt?.paymentMethod ?? null;
  switch (increment?.state) {
    case undefined:
    case 'open':
    case 'approved':
      return null;
    case 'refused': {
      const about = { chargeId: charge?.id ?? null, paymentMethod };
      return declineProblem(increment.responseCode ?? '', about);
    }
    case 'not_attempted':
      return ownProblem('increment_not_sent', paymentMethod);
    case 'unknown':
      return ownProblem('increment_unknown', paymentMethod);
    case 'reversed':
      return ownProblem('increment_reversed', paymentMethod);
  }
}
