// One request of a merchant's program, as its log keeps it. What was said and answered is no part of it.

import { maskPansIn } from '@kassa/secret';
import type { AccountId } from '../ids.ts';

export type LoggedRequest = {
  /** Whose key was used. */
  readonly accountId: AccountId;
  readonly id: string;
  readonly atMs: number;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly operation: string | null;
  readonly forAccountId: AccountId | null;
  readonly status: number;
  readonly error: RequestError;
  readonly idempotencyKey: string | null;
  readonly isReplayed: boolean;
  readonly apiVersion: string | null;
  readonly keyKind: KeyKind;
  readonly durationMs: number;
};

/** All null for an answer that is none. */
export type RequestError = {
  readonly type: string | null;
  readonly code: string | null;
  readonly param: string | null;
  readonly declineCode: string | null;
};

export const keyKinds = ['secret', 'publishable', 'restricted', 'ephemeral'] as const;
type KeyKind = (typeof keyKinds)[number];

export const noError: RequestError = { type: null, code: null, param: null, declineCode: null };

const lengthMax = 300;

/** Addresses, keys of requests and names of parameters are the caller's words: they may hold anything. */
export function harmless(text: string): string {
  return maskPansIn(text.slice(0, lengthMax))
    .replaceAll('\0', '')
    .replaceAll(/\b(sk|rk|pk|ek|whsec)_\w{4,}/g, '$1_****')
    .replaceAll(/_secret_\w+/g, '_secret_****');
}
