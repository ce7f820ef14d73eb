// Every move of a payment as an operator reads it. A new event does not compile until it has words.

import type { Tone } from '@kassa/pages';
import type { PaymentEventType } from '../../payments/payment-event.ts';

type Words = { readonly title: string; readonly tone: Tone };

export const moveWords: Readonly<Record<PaymentEventType, Words>> = {
  created: { title: 'Payment created', tone: 'plain' },
  changed: { title: 'Changed by the merchant', tone: 'plain' },
  described: { title: 'Described by the merchant', tone: 'plain' },
  method_attached: { title: 'Card attached', tone: 'plain' },
  attempt_opened: { title: 'Attempt opened', tone: 'brand' },
  challenge_required: { title: 'The bank wants to ask the cardholder', tone: 'info' },
  challenge_passed: { title: 'The cardholder has answered', tone: 'good' },
  attempt_resumed: { title: 'Attempt resumed', tone: 'brand' },
  attempt_abandoned: { title: 'Attempt abandoned', tone: 'warn' },
  authentication_failed: { title: 'Authentication failed', tone: 'bad' },
  approved: { title: 'Approved', tone: 'good' },
  refused: { title: 'Refused', tone: 'bad' },
  charge_described: { title: 'Charge described', tone: 'plain' },
  not_attempted: { title: 'Not attempted: nothing reached the bank', tone: 'warn' },
  outcome_unknown: { title: 'Outcome unknown', tone: 'warn' },
  reversal_forced: { title: 'A person recorded: reversed', tone: 'warn' },
  approval_forced: { title: 'A person recorded: approved', tone: 'warn' },
  reversal_acknowledged: { title: 'Reversal acknowledged: nothing is held', tone: 'info' },
  captured: { title: 'Captured', tone: 'good' },
  partly_captured: { title: 'Captured in part', tone: 'good' },
  remainder_released: { title: 'The rest was let go', tone: 'info' },
  increment_opened: { title: 'More was asked for', tone: 'brand' },
  increment_approved: { title: 'More was approved', tone: 'good' },
  increment_refused: { title: 'More was refused', tone: 'bad' },
  increment_not_attempted: { title: 'More was not asked after all', tone: 'warn' },
  increment_unknown: { title: 'Increment unknown', tone: 'warn' },
  increment_reversed: { title: 'Increment reversed', tone: 'info' },
  canceled: { title: 'Canceled', tone: 'warn' },
  refund_created: { title: 'Refund created', tone: 'info' },
  refund_succeeded: { title: 'Refund succeeded', tone: 'good' },
  refund_failed: { title: 'Refund failed', tone: 'bad' },
  late_approval_reversed: { title: 'A late approval is reversed', tone: 'warn' },
};

export const moveNames = Object.keys(moveWords).filter(
  (name): name is PaymentEventType => name in moveWords,
);
