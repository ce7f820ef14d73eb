// Contracts that share an hour of the working day share a task of the schedule.

import type { Calendar } from '@kassa/time';
import type { Contract } from './contract.ts';

export type Hour = {
  /** `cut-off 18:00 Europe/Sarajevo ba`: kept in the schedule's table. */
  readonly name: string;
  readonly at: string;
  readonly zone: string;
  readonly calendar: Calendar;
  readonly mids: readonly string[];
};

export function hoursOf(
  contracts: readonly Contract[],
  what: 'cut-off' | 'payout',
): readonly Hour[] {
  const hours = new Map<string, Hour>();
  for (const contract of contracts) {
    const { zone, calendar, mid } = contract;
    const at = what === 'cut-off' ? contract.cutOffAt : contract.payoutAt;
    const name = `${what} ${at} ${zone} ${calendar}`;
    const mids = [...(hours.get(name)?.mids ?? []), mid];
    hours.set(name, { name, at, zone, calendar, mids });
  }
  return [...hours.values()];
}
