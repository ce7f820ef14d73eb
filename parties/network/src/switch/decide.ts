// What the switch decides by itself, pure: whose card it is, whether a message can be passed on,
// and what an issuer's answer is worth.

import {
  checkRequired,
  decodeAmount,
  decodeReplacementAmount,
  isVerification,
  type Message,
  sameInstitution,
} from '@kassa/iso8583';
import { currencyFromNumeric, type Money, money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { type CardRange, type IssuerAccess, type Member, rangeOf } from '../members/member.ts';
import type { SwitchRefusal } from './errors.ts';

export type Directory = {
  readonly members: readonly Member[];
  readonly ranges: readonly CardRange[];
};

export type Issuer = Member & { readonly issuer: IssuerAccess };

export type Routed = {
  readonly acquirer: Member;
  readonly issuer: Issuer;
  readonly range: CardRange;
  readonly pan: Pan;
  readonly amount: Money;
};

/** Where a financial message goes. The order of the checks is the precedence of the refusals. */
export function route(message: Message, directory: Directory): Result<Routed, SwitchRefusal> {
  const { fields } = message;
  if (!checkRequired(message).ok) return err('format_error');
  const acquirer = directory.members.find(
    (member) => member.acquirer && sameInstitution(member.id, fields[32] ?? ''),
  );
  if (!acquirer) return err('acquirer_unknown');
  const currency = currencyFromNumeric(fields[49] ?? '');
  if (!currency.ok) return err('currency_unknown');
  const minor = decodeAmount(fields[4]) ?? 0n;
  // An account verification is for nothing, and everything else for something.
  if ((minor === 0n) !== isVerification(message)) return err('amount_invalid');
  const pan = Pan.parse(fields[2] ?? '');
  if (!pan.ok) return err('card_unknown');
  const range = rangeOf(directory.ranges, pan.value.reveal());
  const issuer = range && issuerOf(directory, range.issuerId);
  if (!range || !issuer) return err('card_unknown');
  return ok({ acquirer, issuer, range, pan: pan.value, amount: money(currency.value, minor) });
}

export function issuerOf(directory: Directory, memberId: string): Issuer | undefined {
  const member = directory.members.find(({ id }) => id === memberId);
  return member?.issuer && { ...member, issuer: member.issuer };
}

/** An answer is believed when it conforms and speaks of this very request. */
export function fitsRequest(answer: Message, request: Message): boolean {
  if (!checkRequired(answer).ok) return false;
  return [4, 11, 37, 41, 49].every((field) => answer.fields[field] === request.fields[field]);
}

export function isApproval(answer: Message): boolean {
  return answer.fields[39] === '00';
}

/** What is known of the authorization that an increment shall grow. */
export type GrownFacts = ReversedFacts & {
  readonly cardFingerprint: string;
  readonly currency: string;
};

/** Grown can be what this card was approved for, in this currency, before any of it is presented. */
export function decideIncrement(
  { amount }: Pick<Routed, 'amount'>,
  fingerprint: string,
  facts: GrownFacts | undefined,
): Result<void, SwitchRefusal> {
  if (!facts || facts.cardFingerprint !== fingerprint) return err('original_unknown');
  if (facts.status !== 'approved' || facts.presentedMinor > 0n) return err('original_closed');
  return facts.currency === amount.currency ? ok(undefined) : err('original_closed');
}

/** What is known of the authorization that a reversal speaks of. */
export type ReversedFacts = {
  readonly status: 'sent' | 'approved' | 'declined' | 'unanswered' | 'reversed';
  readonly remainingMinor: bigint;
  readonly presentedMinor: bigint;
};

export type Reversal = {
  readonly status: ReversedFacts['status'];
  readonly remainingMinor: bigint;
};

/**
 * What becomes of the authorization. A reversal of what was never seen is remembered, so that a
 * late original is refused; of what was presented already it is not taken: that needs a refund.
 */
export function decideReversal(
  message: Message,
  facts: ReversedFacts | undefined,
): Result<Reversal, SwitchRefusal> {
  const kept = decodeReplacementAmount(message.fields[95]) ?? 0n;
  if (!facts) return ok({ status: 'reversed', remainingMinor: 0n });
  if (facts.presentedMinor > kept) return err('presented_already');
  if (facts.status === 'declined') return ok({ status: 'declined', remainingMinor: 0n });
  if (kept === 0n || facts.status !== 'approved') {
    return ok({ status: 'reversed', remainingMinor: 0n });
  }
  const remainingMinor = kept < facts.remainingMinor ? kept : facts.remainingMinor;
  return ok({ status: 'approved', remainingMinor });
}
