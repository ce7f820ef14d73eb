// What the calling side is told and gives back.

import type { Log } from '@kassa/log';
import type { Answer } from './in-flight.ts';

export type SendRequest = (frame: Uint8Array, timeoutMs: number) => Promise<Answer>;

export type ConnectOptions = {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly keyOfRequest: (frame: Uint8Array) => string;
  /** The key of the request this answers; undefined if it is no answer at all. */
  readonly keyOfAnswer: (frame: Buffer) => string | undefined;
  /** Late answers, unknown ones, and what the other side asks; `reply` goes back the same way. */
  readonly onUnmatched: (frame: Buffer, reply: (frame: Uint8Array) => void) => void;
  /** The sign-on; until it is done nothing else is sent. False or a throw: refused, try later. */
  readonly onConnected?: (send: SendRequest) => Promise<unknown>;
  readonly onState?: (isConnected: boolean) => void;
  readonly heartbeat?: {
    readonly everyMs: number;
    readonly make: () => Uint8Array;
    readonly timeoutMs: number;
  };
  /** Requests under way at once; the next one is `not_sent`. 1000 when left out. */
  readonly inFlightMax?: number;
  readonly backoff?: { readonly minMs: number; readonly maxMs: number };
  readonly connectTimeoutMs?: number;
  readonly random?: () => number;
};

export interface FramedClient extends AsyncDisposable {
  request: SendRequest;
  isConnected(): boolean;
  /** Resolves when signed on; false if that takes longer. */
  whenConnected(timeoutMs: number): Promise<boolean>;
  inFlight(): number;
  /** Sends nothing new, waits a little for answers under way, then closes for good. */
  close(): Promise<void>;
}
