// A settlement window: everything that settles on one banking day in one currency, together.

import type { Unit } from '@kassa/database';
import type { Currency } from '@kassa/money';
import type { PlainDate } from '@kassa/time';
import type { Movement } from '../book/booking.ts';

export type WindowKey = { readonly businessDate: PlainDate; readonly currency: Currency };

export const windowStates = ['open', 'closed', 'settling', 'settled', 'aborted'] as const;
export type WindowStateName = (typeof windowStates)[number];

export type WindowState =
  /** Takes instructions. */
  | { readonly state: 'open' }
  /** Takes no more; what is in it is being counted. */
  | { readonly state: 'closed' }
  /** The members' nets stand. */
  | { readonly state: 'settling' }
  | { readonly state: 'settled' }
  /** A member could not pay: nothing has moved, and it is tried again when money has come. */
  | { readonly state: 'aborted'; readonly reason: string };

export type WindowEvent =
  | { readonly type: 'opened' | 'closed' | 'settling' | 'settled' }
  | { readonly type: 'aborted'; readonly reason: string };

export type SettlementWindow = WindowKey & {
  /** How many events it has seen. */
  readonly version: number;
  readonly movedAtMs: number;
} & WindowState;

/** What is in a window: the lines that members' accounts will show, and what is committed with them. */
export type Work = {
  readonly movements: readonly Movement[];
  /** States, advices and reports. */
  readonly units: readonly Unit[];
};

/** How people and statements call it. */
export function nameOf({ businessDate, currency }: WindowKey): string {
  return `${businessDate}/${currency}`;
}
