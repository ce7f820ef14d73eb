// What the thread of the fault box and the one that opened it say to each other.

import type { Result } from '@kassa/result';
import type { FaultInput } from './fault.ts';
import type { Recorded, Standing } from './fault-box.ts';
import type { Link } from './lines.ts';

export type BoxSettings = {
  readonly links: readonly Link[];
  readonly seed: number;
  /** In their text form. */
  readonly set: readonly string[];
};

export type Asked =
  | { readonly do: 'set'; readonly fault: string | FaultInput }
  | { readonly do: 'heal'; readonly number: number }
  | { readonly do: 'heal all' | 'tell' | 'close' };

export type Answer =
  | { readonly to: 'set'; readonly result: Result<Standing, string> }
  | { readonly to: 'heal'; readonly isHealed: boolean }
  | { readonly to: 'tell'; readonly told: FaultsTold }
  | { readonly to: 'heal all' | 'close' };

export type Said =
  | { readonly said: 'ready' }
  | { readonly said: 'failed'; readonly why: string }
  | { readonly said: 'answer'; readonly id: number; readonly answer: Answer };

export type FaultsTold = {
  readonly seed: number;
  /** `npm start -- --fault … --seed …`: does all of this again. */
  readonly command: string;
  readonly links: readonly LinkState[];
  readonly faults: readonly Standing[];
  readonly counts: Readonly<Record<string, number>>;
  readonly recorded: readonly Recorded[];
};

export type LinkState = {
  readonly name: string;
  readonly group: string;
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly port: number;
  }[];
  /** Faults on it that are in their time. */
  readonly faults: readonly number[];
  readonly state: 'whole' | 'broken';
};
