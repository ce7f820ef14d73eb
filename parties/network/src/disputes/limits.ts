// How long each step after the chargeback may take, in calendar days from the cycle that brought the
// step before it to its reader. A table with dates, as the reasons are.
//
// Where the days are from (looked up in November 2026):
//   30 for a pre-arbitration and 30 to answer one: Visa's, and Mastercard's for a second presentment
//     (docs.chargeflow.io, "Network timelines"; legalclarity.org, "Chargeback Arbitration").
//   10 to file with the network once the other side has declined: Visa's (same pages).
//   The days until a ruling are this network's own: no network promises any.

import type { DisputeStage } from '@kassa/clearing-file';
import { assert } from '@kassa/result';
import { addDays, type PlainDate } from '@kassa/time';
import { reasonOn } from './reasons.ts';

export type Limits = {
  readonly effectiveFrom: string;
  /** For the issuer, once it has the representment. */
  readonly preArbitrationDays: number;
  /** For the acquirer; saying nothing is giving in. */
  readonly preArbitrationAnswerDays: number;
  /** For the issuer, once the acquirer has declined. */
  readonly filingDays: number;
  readonly rulingDays: number;
};

export const limits: readonly Limits[] = [
  {
    effectiveFrom: '2020-01-01',
    preArbitrationDays: 30,
    preArbitrationAnswerDays: 30,
    filingDays: 10,
    rulingDays: 5,
  },
];

export function limitsOn(day: string): Limits {
  const found = limits.findLast(({ effectiveFrom }) => effectiveFrom <= day);
  assert(found, `no limits of disputes are in force on ${day}`);
  return found;
}

/** Within how many days somebody has to do something about a message; undefined: nobody has. */
export function daysAfter(stage: DisputeStage, reason: string, day: string): number | undefined {
  const { preArbitrationDays, preArbitrationAnswerDays, filingDays, rulingDays } = limitsOn(day);
  switch (stage) {
    case 'chargeback':
      return reasonOn(reason, day)?.answerDays;
    case 'representment':
      return preArbitrationDays;
    case 'pre_arbitration':
      return preArbitrationAnswerDays;
    case 'declination':
      return filingDays;
    case 'arbitration':
      return rulingDays;
    default:
      return undefined;
  }
}

/** `broughtOn`: the business date of the cycle that brings the message. */
export function dueAfter(
  message: { readonly stage: DisputeStage; readonly reason: string },
  broughtOn: PlainDate,
): PlainDate | undefined {
  const days = daysAfter(message.stage, message.reason, broughtOn);
  return days === undefined ? undefined : addDays(broughtOn, days);
}
