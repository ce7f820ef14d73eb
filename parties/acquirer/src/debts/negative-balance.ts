// What merchants owe us: more was refunded and charged back than they have sold since. It is set off
// against what becomes due later, and shown with its age until then.

import type { Money } from '@kassa/money';
import { daysBetween, type PlainDate } from '@kassa/time';

export type NegativeBalance = {
  readonly mid: string;
  readonly openedOn: PlainDate;
  /** On the day it was last looked at; above zero. */
  readonly owed: Money;
  readonly owedAtMost: Money;
  readonly seenOn: PlainDate;
  /** When later sales had made up for it; null: they have not. */
  readonly recoveredOn: PlainDate | null;
};

/** As claims are aged everywhere: by whole months of thirty days. */
export const ages = ['0-30', '31-60', '61-90', '90+'] as const;
export type Age = (typeof ages)[number];

export function ageOf({ openedOn, recoveredOn }: NegativeBalance, today: PlainDate): Age {
  const days = daysOwed({ openedOn, recoveredOn }, today);
  if (days <= 30) return '0-30';
  if (days <= 60) return '31-60';
  return days <= 90 ? '61-90' : '90+';
}

export function daysOwed(
  { openedOn, recoveredOn }: Pick<NegativeBalance, 'openedOn' | 'recoveredOn'>,
  today: PlainDate,
): number {
  return Math.max(0, daysBetween(openedOn, recoveredOn ?? today));
}
