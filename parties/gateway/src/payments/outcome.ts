// What the end of a message means for its attempt.

import type { Outcome } from './decide.ts';
import { declineProblem } from './decline-table.ts';
import type { Attempt, Authenticated } from './intent.ts';
import type { LearntEnd } from './learn-end.ts';
import { ownProblem } from './own-problems.ts';

export function outcomeOf(
  end: LearntEnd,
  { chargeId, paymentMethod }: Pick<Attempt, 'chargeId' | 'paymentMethod'>,
  told: { readonly authenticated: Authenticated | null; readonly statement: string },
): Outcome {
  const found = end.byInquiry ? ({ foundBy: 'inquiry' } as const) : {};
  switch (end.kind) {
    case 'approved':
      return { kind: 'approved', approval: end.approval, ...told, ...found };
    case 'refused': {
      const problem = declineProblem(end.responseCode, { chargeId, paymentMethod });
      return { kind: 'refused', problem, ...told, ...found };
    }
    case 'not_attempted': {
      const name = end.why === 'full' ? 'over_capacity' : 'not_sent';
      const problem = ownProblem(name, paymentMethod);
      return { kind: 'not_attempted', problem, why: end.why, ...found };
    }
    case 'unknown':
      return { kind: 'unknown', why: end.why };
  }
}
