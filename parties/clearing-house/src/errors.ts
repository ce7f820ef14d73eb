// Every way in which the clearing house says no, with the reason code of the external code set of
// ISO 20022 (ExternalStatusReason1Code) and the HTTP status that it travels on.

import type { Iso20022Error } from '@kassa/iso20022';
import type { AchError } from '@kassa/nacha';

export type Refusal =
  | { readonly code: 'unreadable'; readonly error: Iso20022Error }
  | { readonly code: 'unreadable_file'; readonly error: AchError }
  /** The message id was used for something else before. */
  | { readonly code: 'message_id_reused'; readonly detail: string }
  | { readonly code: 'zero_amount'; readonly detail: string }
  | { readonly code: 'unknown_debtor'; readonly detail: string }
  | { readonly code: 'unknown_creditor'; readonly detail: string }
  /** No bank of ours keeps this account. */
  | { readonly code: 'unknown_account'; readonly detail: string }
  /** Someone else's money, or not a position against the sender's own account. */
  | { readonly code: 'not_yours'; readonly detail: string }
  /** A member twice in one currency, or against itself: not a net position. */
  | { readonly code: 'not_net'; readonly detail: string }
  /** Nets of several currencies settle in several windows. */
  | { readonly code: 'mixed_currencies'; readonly detail: string }
  /** A member that would pay itself. */
  | { readonly code: 'pays_itself'; readonly detail: string }
  | { readonly code: 'repeated_reference'; readonly detail: string }
  /** No bank of ours keeps the account that is to pay. */
  | { readonly code: 'unknown_debtor_account'; readonly detail: string }
  /** What is returned was not received from us, or not settled. */
  | { readonly code: 'unknown_original'; readonly detail: string }
  | { readonly code: 'returned_before'; readonly detail: string }
  | { readonly code: 'wrong_amount'; readonly detail: string }
  /** A file for another operator, and an entry that is no payment between banks. */
  | { readonly code: 'wrong_destination'; readonly detail: string }
  | { readonly code: 'not_payable'; readonly detail: string }
  | { readonly code: 'currency_not_held'; readonly detail: string }
  | { readonly code: 'insufficient_funds'; readonly detail: string };

type Code = Refusal['code'];

export const reasonOf: Readonly<Record<Code, { readonly iso: string; readonly status: number }>> = {
  unreadable: { iso: 'FF01', status: 400 },
  unreadable_file: { iso: 'FF01', status: 400 },
  message_id_reused: { iso: 'AM05', status: 409 },
  zero_amount: { iso: 'AM01', status: 422 },
  unknown_debtor: { iso: 'RC03', status: 422 },
  unknown_creditor: { iso: 'RC04', status: 422 },
  unknown_account: { iso: 'AC03', status: 422 },
  not_yours: { iso: 'AG01', status: 403 },
  not_net: { iso: 'AM09', status: 422 },
  mixed_currencies: { iso: 'AM03', status: 422 },
  pays_itself: { iso: 'AG01', status: 422 },
  repeated_reference: { iso: 'DUPL', status: 422 },
  unknown_debtor_account: { iso: 'AC01', status: 422 },
  unknown_original: { iso: 'NOOR', status: 422 },
  returned_before: { iso: 'ARDT', status: 422 },
  wrong_amount: { iso: 'AM09', status: 422 },
  wrong_destination: { iso: 'RC01', status: 422 },
  not_payable: { iso: 'AG01', status: 422 },
  currency_not_held: { iso: 'AM03', status: 422 },
  insufficient_funds: { iso: 'AM04', status: 422 },
};

export function detailOf(refusal: Refusal): string {
  if (refusal.code === 'unreadable_file') return whereIn(refusal.error);
  if (refusal.code !== 'unreadable') return refusal.detail;
  const { code, element, detail } = refusal.error;
  return `${code} at ${element}: ${detail}`;
}

function whereIn({ line, columns, field, expected, found }: AchError): string {
  const [from, to] = columns;
  return `line ${line}, columns ${from} to ${to}, ${field}: expected ${expected}, found ${found}`;
}

/** What a sender is answered: the parts of a pacs.002 that matter, as JSON. */
export type StatusReport = {
  readonly messageId: string;
  /** ACCP: taken, settles later. PDNG: waits for money. ACSC: settled. RJCT: nothing has happened. */
  readonly status: 'ACCP' | 'PDNG' | 'ACSC' | 'RJCT';
  readonly settlesOn?: string;
  readonly reason?: { readonly code: string; readonly detail: string };
};
