// The door of platform/control: what an operator, or the world, asks of any program.

export {
  type Agreement,
  type Comparison,
  comparePositions,
  type Proof,
  printProof,
} from './agreement.ts';
export { decodeApproval } from './approval-row.ts';
export { type ControlOptions, registerControl } from './register-control.ts';
export {
  type ApprovalRow,
  type ApprovalWindow,
  type ClockMoved,
  type ClockState,
  clockMoved,
  clockState,
  type Health,
  health,
  type Position,
  type ProofReport,
  position,
  proofReport,
  type TraceLine,
  traceLine,
} from './reports.ts';
export {
  type Failing,
  openSchedule,
  type Schedule,
  type ScheduleOptions,
  type Task,
} from './schedule.ts';
export { migrations } from './schedule-store.ts';
