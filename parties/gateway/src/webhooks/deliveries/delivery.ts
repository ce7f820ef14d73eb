// One event on its way to one endpoint, and each try to hand it over.

import type { AccountId } from '../../ids.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { StoredSecret } from '../endpoints/store.ts';
import type { StoredEvent } from '../read.ts';

/** Of one object an endpoint is told one event after the other. */
export type DeliveryOf = {
  /** The endpoint's account. */
  readonly accountId: AccountId;
  readonly endpointId: string;
  readonly objectId: string;
};

export type DeliveryKey = {
  readonly accountId: AccountId;
  readonly endpointId: string;
  readonly eventId: string;
};

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery that this process has claimed, with what is to be sent. */
export type Claimed = DeliveryKey & {
  readonly objectId: string;
  readonly state: DeliveryState;
  readonly event: StoredEvent;
  /** As it is at the moment of the claim, with what signs for it. */
  readonly endpoint: Endpoint;
  readonly secrets: readonly StoredSecret[];
  /** Tries so far. */
  readonly tries: number;
  /** Waits between tries that are used up. */
  readonly waits: number;
  /** When it is to be tried by itself. */
  readonly dueAtMs: number;
  readonly claimedUntilMs: number;
};

/** What was sent and what came back, as the log keeps it. */
export type Try = {
  readonly isTaken: boolean;
  /** Null when there was no answer; `failure` says why. */
  readonly status: number | null;
  readonly failure: TryFailure | null;
  readonly request: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  readonly answer: {
    readonly headers: Readonly<Record<string, string>>;
    /** The beginning of the body. */
    readonly body: string;
  } | null;
  readonly durationMs: number;
};

export const tryFailures = [
  'timeout',
  'unreachable',
  'bad_answer',
  /** Its address is none that we may send to. */
  'refused',
  'endpoint_disabled',
  'endpoint_deleted',
] as const;
export type TryFailure = (typeof tryFailures)[number];
