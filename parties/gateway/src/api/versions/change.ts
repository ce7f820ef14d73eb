// What a version changed, as data: one transform for an object, or for the parameters of some
// operations. They know the one current shape and how one older version differed, nothing else.

import type { Fields } from '../kernel/resources.ts';
import type { Json } from '../to-stripe/shape.ts';
import type { Version } from './known-versions.ts';

type Said = {
  /** The version that brought what is current; all older ones see the change undone. */
  readonly version: Version;
  readonly why: string;
};

/** An answer's object, made to look as it did before. */
export type OutputChange = Said & {
  readonly object: string;
  readonly down: (object: Fields) => Fields;
};

/** Parameters as they were given before, made into the current ones. */
export type InputChange = Said & {
  /** As the official client names them: `paymentIntents.create`. */
  readonly operations: readonly string[];
  readonly up: (input: Input) => Input;
  /** Old name → current name, so that an error can say the name that was given. */
  readonly renames?: Readonly<Record<string, string>>;
};

export type Input = { readonly [name: string]: unknown };

/** A parameter that is no longer taken, and what to give instead. */
export type Removal = Said & {
  readonly operations: readonly string[];
  readonly param: string;
  readonly code: string;
  readonly message: string;
};

/** What older answers held inside and current ones do not: it must be looked up. */
export type InsideChange = Said & {
  readonly object: string;
  readonly part: string;
  /** Is there anything to look up? */
  readonly when: (object: Fields) => boolean;
  /** What stands there if not. */
  readonly otherwise: (object: Fields) => Json;
};

export type Changes = {
  readonly outputs?: readonly OutputChange[];
  readonly inputs?: readonly InputChange[];
  readonly insides?: readonly InsideChange[];
  readonly removals?: readonly Removal[];
};

/** The record with some names changed; a current name that was given too is left to be refused. */
export function renamed(input: Input, names: Readonly<Record<string, string>>): Input {
  const entries = Object.entries(input).map(([name, value]): [string, unknown] => {
    const current = Object.hasOwn(names, name) ? names[name] : undefined;
    return [current === undefined || Object.hasOwn(input, current) ? name : current, value];
  });
  return Object.fromEntries(entries);
}

export function kindOf({ object }: Fields): string {
  return typeof object === 'string' ? object : '';
}
