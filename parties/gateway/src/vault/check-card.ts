// Is what was typed a card at all? Pure: number, expiry by the clock, CVC by the brand's length.

import { err, ok, type Result } from '@kassa/result';
import { Pan, Secret } from '@kassa/secret';
import cardValidator from 'card-validator';
import type { Expiry } from './card.ts';
import type { CardFault, CardRefusal } from './errors.ts';

export type CardField = 'number' | 'expiry' | 'cvc' | 'holder';

export type TypedCard = {
  readonly number: string;
  readonly expiry: { readonly month: string; readonly year: string };
  /** Empty when none was given: an API caller may leave it out, the hosted page may not. */
  readonly cvc: string;
  readonly holder: string;
};

export type CheckedCard = {
  readonly pan: Pan;
  readonly expiry: Expiry;
  readonly cvc: Secret<string> | null;
  readonly holder: string | null;
};

export type CheckRules = {
  readonly nowMs: number;
  readonly needsCvc: boolean;
  readonly needsHolder: boolean;
};

export function checkCard(typed: TypedCard, rules: CheckRules): Result<CheckedCard, CardRefusal> {
  const digits = typed.number.replaceAll(/[\s-]/g, '');
  const known = cardValidator.number(digits);
  const pan = checkNumber(digits, known);
  const expiry = checkExpiry(typed.expiry, rules.nowMs);
  const cvc = checkCvc(typed.cvc, known, rules.needsCvc);
  const holder = typed.holder.trim();
  const faults: { field: CardField; fault: CardFault }[] = [];
  if (!pan.ok) faults.push({ field: 'number', fault: pan.error });
  if (!expiry.ok) faults.push({ field: 'expiry', fault: expiry.error });
  if (!cvc.ok) faults.push({ field: 'cvc', fault: cvc.error });
  if (rules.needsHolder && holder.length < 2) {
    faults.push({ field: 'holder', fault: 'holder_missing' });
  }
  if (!pan.ok || !expiry.ok || !cvc.ok || faults.length > 0) {
    return err({ code: 'card_invalid', faults });
  }
  return ok({
    pan: pan.value,
    expiry: expiry.value,
    cvc: cvc.value,
    holder: holder === '' ? null : holder.slice(0, 60),
  });
}

/** What the library makes of a number. */
type Known = ReturnType<typeof cardValidator.number>;

function checkNumber(digits: string, { card, isPotentiallyValid }: Known): Result<Pan, CardFault> {
  const pan = Pan.parse(digits);
  const isShort = isPotentiallyValid && card?.lengths.includes(digits.length) !== true;
  if (digits === '' || (isShort && !pan.ok)) return err('number_incomplete');
  // A range that the library does not know may still be a card: the check digit decides.
  return pan.ok ? pan : err('number_wrong');
}

/** Month and year as typed; a year may have two digits. */
export function checkExpiry(typed: TypedCard['expiry'], nowMs: number): Result<Expiry, CardFault> {
  const month = /^\d{1,2}$/.test(typed.month) ? Number(typed.month) : 0;
  const short = /^\d{2}$/.test(typed.year);
  const year = short
    ? 2000 + Number(typed.year)
    : /^\d{4}$/.test(typed.year)
      ? Number(typed.year)
      : 0;
  if (month < 1 || month > 12 || year === 0) return err('expiry_incomplete');
  const now = new Date(nowMs);
  const months = (year - now.getUTCFullYear()) * 12 + (month - 1 - now.getUTCMonth());
  // A card is good through the last day of its month.
  if (months < 0) return err('expiry_past');
  if (months > 50 * 12) return err('expiry_far');
  return ok({ month, year });
}

function checkCvc(
  cvc: string,
  { card }: Known,
  isNeeded: boolean,
): Result<Secret<string> | null, CardFault> {
  if (cvc === '') return isNeeded ? err('cvc_incomplete') : ok(null);
  if (!/^\d{3,4}$/.test(cvc)) return err('cvc_incomplete');
  const size = card?.code.size ?? cvc.length;
  return cvc.length === size ? ok(new Secret(cvc)) : err('cvc_wrong_length');
}
