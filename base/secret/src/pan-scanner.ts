// Finds card numbers in free text: runs of 13 to 19 digits, single spaces or hyphens allowed
// between them, with a valid check digit. Logs and the canary test both look with this eye.

import { maskPan, passesLuhn } from './pan.ts';

const run = /(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)/g;

export function findPans(text: string): readonly string[] {
  return [...text.matchAll(run)].map((match) => digitsOf(match[0])).filter(passesLuhn);
}

/** The same text with every card number masked. */
export function maskPansIn(text: string): string {
  return text.replaceAll(run, (match) => {
    const digits = digitsOf(match);
    return passesLuhn(digits) ? maskPan(digits) : match;
  });
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
