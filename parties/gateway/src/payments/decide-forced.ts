// A correction by hand: nobody knew how an attempt had ended, and a person has found out. Pure. Only what
// is unknown can be forced; what the provider has said itself stands.

import { ok } from '@kassa/result';
import type { AttemptId } from '../ids.ts';
import { type Decision, unexpected } from './decide-hold.ts';
import { type Approval, isHeldFirst, type PaymentIntent } from './intent.ts';
import type { Forced } from './payment-event.ts';
import type { PaymentProblem } from './problem.ts';

export type ForceCommand =
  | {
      readonly do: 'force_reversal';
      readonly attemptId: AttemptId;
      readonly forced: Forced;
      readonly problem: PaymentProblem;
    }
  | {
      readonly do: 'force_approval';
      readonly attemptId: AttemptId;
      readonly forced: Forced;
      readonly approval: Approval;
      readonly statement: string;
    };

export function decideForced(intent: PaymentIntent, command: ForceCommand, atMs: number): Decision {
  const { attempt } = intent;
  if (attempt?.id !== command.attemptId || attempt.state !== 'unknown') {
    return unexpected(intent, 'confirm');
  }
  const { forced } = command;
  if (command.do === 'force_reversal') {
    return ok([{ type: 'reversal_forced', atMs, forced, problem: command.problem }]);
  }
  const { approval, statement } = command;
  const told = { approval, authenticated: null, statement };
  const approved = { type: 'approval_forced', atMs, forced, ...told } as const;
  if (isHeldFirst(intent)) return ok([approved]);
  return ok([approved, { type: 'captured', atMs, capturedMinor: attempt.amount.minor }]);
}
