// The parts that all four messages share, written and read side by side.

import { currencyOf, type Money, money, parseMajor, toMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type Instant, instant, isPlainDate, type PlainDate } from '@kassa/time';
import type { Element } from './element.ts';
import { type Branch, identifier, type Tree, words } from './tree.ts';

/** Who holds an account: a name for people, and the account (an IBAN, or a number of the bank's). */
export type AccountHolder = { readonly name: string; readonly account: string };

/** Real IBANs are longer than 14; anything else is written as an account number of its own kind. */
const iban = /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/;

export function writeAccount(account: string, more: Branch = {}): Tree {
  const id = iban.test(account) ? { IBAN: account } : { Othr: { Id: identifier(account, 34) } };
  return { Id: id, ...more };
}

export function readAccount(element: Element): string {
  const id = element.child('Id');
  const known = id.childIf('IBAN');
  if (!known) return id.child('Othr').child('Id').text(34);
  const text = known.text(34);
  if (!iban.test(text)) known.refuse('bad_value', `not an IBAN: ${text}`);
  return text;
}

/** A bank, by its member code in the clearing system. */
export function writeAgent(member: string): Tree {
  return { FinInstnId: { ClrSysMmbId: { MmbId: identifier(member) } } };
}

/** The member code; a BIC will do where a foreign bank gives only that. */
export function readAgent(element: Element): string {
  const institution = element.child('FinInstnId');
  const bic = institution.childIf('BICFI');
  const member = institution.childIf('ClrSysMmbId');
  if (bic && !member) return bic.text(11);
  return (member ?? institution.child('ClrSysMmbId')).child('MmbId').text(35);
}

export function writeAmount(amount: Money): Tree {
  return { '@Ccy': amount.currency, '#': toMajor(amount) };
}

/** Never negative on the wire: which way it goes is said beside it. */
export function readAmount(element: Element): Money {
  const text = element.text(24);
  const currency = currencyOf(element.attribute('Ccy'));
  if (!currency.ok || currency.value !== element.attribute('Ccy')) {
    element.refuse('bad_value', `not a currency: ${element.attribute('Ccy').slice(0, 8)}`);
    return nothing;
  }
  // The schema allows five decimals for every currency; noughts beyond its own mean nothing.
  const amount = parseMajor(text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), currency.value);
  if (!amount.ok || amount.value.minor < 0n) {
    element.refuse('bad_value', `not an amount of ${currency.value}: ${text}`);
    return nothing;
  }
  return amount.value;
}

export function writeInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** A time without a zone is taken as UTC. */
export function readInstant(element: Element): Instant {
  const text = element.text(40);
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(zoned) : Number.NaN;
  if (!Number.isNaN(ms)) return instant(ms);
  element.refuse('bad_value', `not a date and time: ${text}`);
  return instant(0);
}

export function readDate(element: Element): PlainDate {
  const text = element.text(10);
  if (isPlainDate(text)) return text;
  element.refuse('bad_value', `not a date: ${text}`);
  return '1970-01-01';
}

export function writeRemittance(text: string | undefined): Tree {
  const line = words(text, 140);
  return line === undefined ? undefined : { Ustrd: line };
}

/** The unstructured lines as one text. */
export function readRemittance(element: Element | undefined): string | undefined {
  const lines = element?.children('Ustrd').map((line) => line.text(140)) ?? [];
  return lines.length === 0 ? undefined : lines.join(' ');
}

export function readIdIf(element: Element, name: string): string | undefined {
  return element.childIf(name)?.text(35);
}

/** Only those keys that have a value: an optional property is absent, never undefined. */
export function given<T extends object>(values: T): Given<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Given<T>;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Stands where an amount could not be read; nobody sees it, as the message is refused. */
const nothing: Money = money(unwrap(currencyOf('EUR')), 0);
