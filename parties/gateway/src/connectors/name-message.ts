// How a message is named before it is sent, whatever wire it goes over.

import type { Merchant } from '../merchants/merchant.ts';
import type { WireReference } from '../payments/intent.ts';
import type { Advice } from './connector.ts';

/** RRN: last digit of the year, day of the year, hour, STAN; unique for ten years. */
export function nameMessage(merchant: Merchant, stan: string, atMs: number): WireReference {
  const now = new Date(atMs);
  const year = now.getUTCFullYear();
  const day = Math.floor((atMs - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const two = (value: number, width: number) => String(value).padStart(width, '0');
  const rrn = `${year % 10}${two(day, 3)}${two(now.getUTCHours(), 2)}${stan}`;
  const { terminalId, merchantId } = merchant.acquirer;
  return { rrn, stan, terminalId, merchantId, transmittedAtMs: atMs };
}

type AdviceName = Pick<Advice, 'kind' | 'wire'> & {
  readonly original: { readonly wire: WireReference };
};

/** For providers that know requests by a key: one for one wish, so that repeated it is done once. */
export const nameAdvice = ({ kind, wire, original }: AdviceName): string =>
  `${original.wire.rrn}-${kind}-${wire.rrn}-${wire.stan}`;

/** Of which authorization a name speaks, its own or that of an advice. */
export const rrnIn = (name: string): string => name.slice(0, 12);
