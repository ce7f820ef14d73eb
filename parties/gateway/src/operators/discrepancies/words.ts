// What operators read of a discrepancy.

import type { Discrepancy, DiscrepancyName, Remedy } from './discrepancy.ts';

export const nameWords: Readonly<Record<DiscrepancyName, string>> = {
  held_there_unknown_here: 'The bank holds money of which nothing is known here.',
  refused_here_held_there: 'It has failed here, and the bank holds the money.',
  reversed_here_held_there: 'It was let go here, and the bank still holds the money.',
  reversal_not_at_issuer: 'The acquirer has reversed it; the cardholder’s bank has not yet.',
  approved_here_unknown_there: 'Approved here; the acquirer does not know it as approved.',
  approved_here_refused_there: 'Approved here; the acquirer says it was refused.',
  held_here_reversed_there: 'Approved here; the acquirer says it was reversed.',
  amount_differs: 'Both hold it, for another amount.',
  captured_here_not_there: 'Captured here; the acquirer has not booked all of it.',
  captured_there_not_here: 'The acquirer has booked a capture that is not known here.',
  refunded_here_not_there: 'Refunded here; the acquirer has not booked all of it.',
  refunded_there_not_here: 'The acquirer has booked a refund that is not known here.',
  open_too_long: 'Nobody has known for long what became of it.',
};

export const remedyWords: Readonly<Record<Remedy, string>> = {
  settles_itself: 'Nothing to do: it is being told until it is acknowledged.',
  decide: 'A person has to decide.',
  tell_again: 'Have it told again.',
  inquire: 'Ask the acquirer what became of it.',
  forced_correction: 'Find out with the acquirer what is true, and have it corrected by hand.',
};

/** What was done about it so far. */
export function doneSoFar({ advice }: Discrepancy): string {
  if (advice === null) return 'nothing yet';
  const { kind, state, tries, decidedBy } = advice;
  const by = decidedBy === null ? '' : `, by ${decidedBy}`;
  return `${kind} advice ${state} after ${tries === 1 ? '1 try' : `${tries} tries`}${by}`;
}
