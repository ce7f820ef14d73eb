// Field 46 of a clearing line: type (2), currency (3), C or D, amount (12), repeated. C pays the
// receiver of the file, D is paid by it.

import { type Currency, currencyFromNumeric, type Money, money, numericOf } from '@kassa/money';
import type { Fees } from './presentment.ts';

const types = { interchange: '01', schemeFee: '02', disputeFee: '03' } as const;

export function encodeFees(fees: Fees): string {
  return (
    encodeFee(types.interchange, fees.interchange) +
    encodeFee(types.schemeFee, fees.schemeFee) +
    encodeFee(types.disputeFee, fees.disputeFee)
  );
}

function encodeFee(type: string, amount: Money | undefined): string {
  if (!amount) return '';
  const isPaid = amount.minor < 0n;
  const digits = String(isPaid ? -amount.minor : amount.minor).padStart(12, '0');
  return `${type}${numericOf(amount.currency)}${isPaid ? 'D' : 'C'}${digits}`;
}

/** Undefined when the text is not a row of known fees. */
export function decodeFees(text: string): Fees | undefined {
  if (!/^(?:\d{5}[CD]\d{12}){0,3}$/.test(text)) return undefined;
  const fees = new Map<string, Money>();
  for (let at = 0; at < text.length; at += 18) {
    const currency = currencyFromNumeric(text.slice(at + 2, at + 5));
    if (!currency.ok) return undefined;
    fees.set(text.slice(at, at + 2), signed(currency.value, text.slice(at + 5, at + 18)));
  }
  const interchange = fees.get(types.interchange);
  const schemeFee = fees.get(types.schemeFee);
  const disputeFee = fees.get(types.disputeFee);
  const known = [interchange, schemeFee, disputeFee].filter((fee) => fee !== undefined);
  if (known.length !== text.length / 18) return undefined;
  return {
    ...(interchange && { interchange }),
    ...(schemeFee && { schemeFee }),
    ...(disputeFee && { disputeFee }),
  };
}

function signed(currency: Currency, text: string): Money {
  const minor = BigInt(text.slice(1));
  return money(currency, text.startsWith('D') ? -minor : minor);
}
