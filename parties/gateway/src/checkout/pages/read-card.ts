// The posted form becomes a card for the vault, or errors and what may be shown again. The number
// and the CVC are in neither of the two.

import { Pan, Secret } from '@kassa/secret';
import { checkCard, type FieldErrors, readExpiry, type TypedCard } from './card-checks.ts';
import type { CardEntry } from './ports.ts';

/** What the page remembers of an entry; all else is typed again. */
export type KeptEntry = { readonly name: string; readonly expiry: string };

export const nothingKept: KeptEntry = { name: '', expiry: '' };

export type ReadCard =
  | { readonly ok: true; readonly card: CardEntry; readonly kept: KeptEntry }
  | { readonly ok: false; readonly errors: FieldErrors; readonly kept: KeptEntry };

export function readCard(body: unknown, nowMs: number): ReadCard {
  const typed: TypedCard = {
    number: textOf(body, 'number'),
    expiry: textOf(body, 'expiry'),
    cvc: textOf(body, 'cvc'),
    name: textOf(body, 'name'),
  };
  const errors = checkCard(typed, nowMs);
  const expiry = readExpiry(typed.expiry);
  const kept = keep(typed, errors);
  const pan = Pan.parse(typed.number);
  if (Object.keys(errors).length > 0 || !expiry || !pan.ok) return { ok: false, errors, kept };
  const cvc = new Secret(typed.cvc.trim());
  const card = { pan: pan.value, expiry, cvc, name: oneLine(typed.name) };
  return { ok: true, card, kept };
}

/** One text field of a form; a list or a nested field counts as nothing. */
export function textOf(body: unknown, field: string, lengthMax = 200): string {
  if (typeof body !== 'object' || body === null) return '';
  const value = Object.entries(body).find(([name]) => name === field)?.[1];
  return typeof value === 'string' ? value.slice(0, lengthMax) : '';
}

function keep(typed: TypedCard, errors: FieldErrors): KeptEntry {
  const expiry = readExpiry(typed.expiry);
  return {
    name: errors.name === undefined ? oneLine(typed.name) : '',
    expiry: expiry ? showExpiry(expiry) : '',
  };
}

function showExpiry({ month, year }: { month: number; year: number }): string {
  return `${String(month).padStart(2, '0')} / ${String(year).slice(-2)}`;
}

const oneLine = (text: string) => text.trim().replaceAll(/[\s\p{Cc}]+/gu, ' ');
