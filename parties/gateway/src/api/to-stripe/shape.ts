// Words that every resource shares. A resource is plain JSON, as the current version of the API
// shows it; money is whole minor units, times are whole seconds, currencies are lower case.

import type { Money } from '@kassa/money';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

export type Resource = { readonly id?: string; readonly object: string } & {
  readonly [name: string]: Json;
};

export const seconds = (ms: number): number => Math.floor(ms / 1000);
export const secondsOrNull = (ms: number | null): number | null =>
  ms === null ? null : seconds(ms);
export const minor = (amount: Money): number => Number(amount.minor);
export const currency = (amount: Money): string => amount.currency.toLowerCase();

export const emptyAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
} as const;
