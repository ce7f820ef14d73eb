// What the kit asks of a connector that is to be judged: the connector, and the provider behind it as
// the kit may look into it and disturb it. Who adds a connector writes one of these.

import type { Merchant } from '../../merchants/merchant.ts';
import type { WireReference } from '../../payments/intent.ts';
import type { Connector, LateApproval } from '../connector.ts';
import type { CaseName } from './cases.ts';

/** Cards by what their bank says to them; the provider has them for real. */
export type CardKind =
  | 'good'
  | 'hard'
  | 'soft'
  | 'technical'
  | 'fraud'
  | 'step_up'
  | 'wrong_cvc'
  /** Its bank approves, in its own time: when `letGo` says so. */
  | 'slow';

export type Disturbance =
  /** The message never gets there. */
  | 'request lost'
  /** It has its effect, and the answer never comes. */
  | 'answer lost';

/** What stands at the provider under the name of one authorization, in minor units. */
export type Effect = {
  /** Held and not captured. */
  readonly held: bigint;
  /** Captured, less what was given back. */
  readonly taken: bigint;
};

/** What the provider truly cannot do: why, and how the case then ends instead. */
export type Exception = {
  readonly why: string;
  readonly ends: readonly string[];
  readonly effect?: Effect;
};

export type Subject = AsyncDisposable & {
  readonly name: string;
  readonly connector: Connector;
  readonly merchant: Merchant;
  readonly cards: Readonly<Record<CardKind, string>>;
  readonly late: readonly LateApproval[];
  /** The next message of this name goes so. */
  disturb(message: Message, how: Disturbance): void;
  /** The slow banks answer, and what they set off has come to its end. */
  letGo(wire: WireReference): Promise<void>;
  /** Waits for what the provider tells by itself, if it does. */
  settle(message: Message): Promise<void>;
  effect(wire: WireReference): Promise<Effect>;
  /** From now on nothing listens at the other end. */
  shut(): Promise<void>;
  readonly exceptions: Readonly<Partial<Record<CaseName, Exception>>>;
};

export type Message = {
  readonly kind: 'authorize' | 'capture' | 'refund' | 'void' | 'reversal' | 'release';
  readonly wire: WireReference;
  /** The authorization it speaks of, or is. */
  readonly original: WireReference;
};
