// What setups need of the other rooms, in their own words; wire.ts plugs it in.

import type { Unit } from '@kassa/database';
import type { CheckoutSession } from '../checkout/session/session.ts';
import type { AccountId } from '../ids.ts';
import type { Cause, Once, PaymentMeans } from '../payments/ports.ts';
import type { UnderWay } from '../under-way.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { SetupIntent } from './setup.ts';
import type { SetupEvent } from './setup-event.ts';

export type SetupMeans = Pick<
  PaymentMeans,
  | 'db'
  | 'clock'
  | 'log'
  | 'makeId'
  | 'owner'
  | 'merchant'
  | 'route'
  | 'connector'
  | 'authenticate'
  | 'forgetCvc'
  | 'inTurn'
> & {
  readonly followers: readonly SetupFollower[];
  readonly underWay: UnderWay<SetupView>;
};

/** A setup with what belongs to it, as one load brings it. */
export type SetupView = {
  readonly setup: SetupIntent;
  readonly method: PaymentMethod | null;
  /** The hosted page that keeps the card, if it is kept by one. */
  readonly session: CheckoutSession | null;
};

export type SetupStep = {
  readonly before: SetupIntent | null;
  readonly events: readonly SetupEvent[];
  readonly view: SetupView;
  /** True when the card has become its customer's with this step. */
  readonly isAttached: boolean;
  readonly cause: Cause | null;
  readonly atMs: number;
};

/** What else changes with a setup, in the same commit: events for webhooks, the session. */
export type SetupFollower = (step: SetupStep) => Unit;

export type SetupRequest = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly cause: Cause | null;
  readonly once: Once<SetupView>;
};
