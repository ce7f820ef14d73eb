// What payments need of the other rooms, in their own words; wire.ts plugs it in.

import type { Database, Unit } from '@kassa/database';
import type { Log } from '@kassa/log';
import type { Money } from '@kassa/money';
import type { Clock } from '@kassa/time';
import type { BrowserFacts } from '../authentication/browser-facts.ts';
import type { CheckoutSession } from '../checkout/session/session.ts';
import type { Connector, Proof } from '../connectors/connector.ts';
import type {
  AccountId,
  AttemptId,
  AuthenticationId,
  IdMaker,
  SetupAttemptId,
  SubjectId,
} from '../ids.ts';
import type { InTurn } from '../in-turn.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Route } from '../routing/route.ts';
import type { UnderWay } from '../under-way.ts';
import type { PaymentMethod, SealedCard } from '../vault/card.ts';
import type { Capacity } from './capacity.ts';
import type { PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { PaymentProblem } from './problem.ts';
import type { Refund } from './refund.ts';
import type { Repairs } from './repair.ts';
import type { RetryPolicy } from './retry-rules.ts';

export type PaymentMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly makeId: IdMaker;
  /** This process; attempts bear it, so that a restart knows which ones it left behind. */
  readonly owner: string;
  readonly merchant: (accountId: AccountId) => Promise<Merchant>;
  readonly route: Route;
  readonly connector: (provider: string) => Connector;
  readonly capacity: Capacity;
  /** How strictly the networks' rules on trying again are kept; null: not at all. */
  readonly retryPolicy: RetryPolicy | null;
  readonly authenticate: Authenticate;
  /** What a challenge that was passed has shown. */
  readonly proofOf: (accountId: AccountId, id: AuthenticationId) => Promise<Proof>;
  readonly forgetCvc: (card: SealedCard) => void;
  readonly followers: readonly Follower[];
  /** Lets so much real time pass. */
  readonly pause: (ms: number) => Promise<void>;
  /** After so many an advice is handed to people. */
  readonly adviceTriesMax: number;
  readonly repairs: Repairs;
  readonly inTurn: InTurn;
  readonly underWay: UnderWay<PaymentView>;
  /** Books whose accounts are known to be open; an empty set is always right. */
  readonly booksOpen: Set<string>;
};

/** A payment with what belongs to it, as one load brings it. */
export type PaymentView = {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod | null;
  readonly session: CheckoutSession | null;
};

/** One step of a payment: what it was, what happened, what it is. */
export type Step = {
  readonly before: PaymentIntent | null;
  readonly events: readonly PaymentEvent[];
  readonly view: PaymentView;
  readonly merchant: Merchant;
  /** Refunds that this step made or ended. */
  readonly refunds: readonly Refund[];
  readonly cause: Cause | null;
  readonly atMs: number;
};

/** The request that caused it; null for what the gateway does by itself. */
export type Cause = { readonly requestId: string; readonly idempotencyKey: string | null };

/** What else changes with a payment, in the same commit: events for webhooks, the session. */
export type Follower = (step: Step) => Unit;

/** What the caller keeps of a request in the commits of its effect: its idempotency record. */
export type Once<Outcome> = {
  /** For a request of several commits: goes with the first. */
  readonly begin: (subject: string) => Unit;
  /** Goes with the last. */
  readonly settle: (outcome: Outcome, subject: string) => Unit;
};

export const notKept: Once<unknown> = { begin: () => ({}), settle: () => ({}) };

export type Authenticate = (ask: AuthenticationAsk) => Promise<AuthenticationEnd>;

export type AuthenticationAsk = {
  readonly subjectId: SubjectId;
  readonly attemptId: AttemptId | SetupAttemptId;
  /** Zero, in the merchant's own currency, where a card is only to be kept. */
  readonly amount: Money;
  readonly purpose: 'payment' | 'keeping_the_card';
  /** Can anybody be asked? */
  readonly isCardholderThere: boolean;
  readonly merchant: Merchant;
  readonly method: PaymentMethod;
  readonly email: string | null;
  readonly browser: BrowserFacts;
  /** The issuer has demanded it: a challenge is asked for. */
  readonly isMandated: boolean;
};

/** `record` goes into the commit that follows. */
export type AuthenticationEnd =
  | { readonly kind: 'proceed'; readonly proof: Proof; readonly record: Unit }
  | {
      readonly kind: 'challenge';
      readonly authenticationId: AuthenticationId;
      readonly expiresAtMs: number;
      readonly record: Unit;
    }
  | { readonly kind: 'failed'; readonly problem: PaymentProblem; readonly record: Unit };
