// The control sum of customers' messages: the amounts added up as bare numbers, whatever their currencies.

import { exponentOf, type Money } from '@kassa/money';
import type { Element } from './element.ts';

/** More decimals than any currency has. */
const decimals = 5;

export function writeControlSum(amounts: readonly Money[]): string {
  const digits = String(scaledSum(amounts)).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}

export function checkControlSum(said: Element | undefined, amounts: readonly Money[]): void {
  if (!said) return;
  const match = /^(\d{1,18})(?:\.(\d{1,17}))?$/.exec(said.text(19));
  const [, whole = '', fraction = ''] = match ?? [];
  const short = fraction.replace(/0+$/, '');
  if (!match || short.length > decimals) {
    said.refuse('bad_value', `not a sum of amounts: ${said.text(19)}`);
  } else if (BigInt(whole + short.padEnd(decimals, '0')) !== scaledSum(amounts)) {
    said.refuse('inconsistent', `the amounts make ${writeControlSum(amounts)}`);
  }
}

function scaledSum(amounts: readonly Money[]): bigint {
  let sum = 0n;
  for (const { currency, minor } of amounts)
    sum += minor * 10n ** BigInt(decimals - exponentOf(currency));
  return sum;
}
