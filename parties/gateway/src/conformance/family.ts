// What a file of cases is: for each operation of the official client one function that calls it with
// the client and asserts something real, or a sentence that says why the operation is refused.

import { expect } from 'vitest';
import { errorOf } from '../testing/paying.ts';
import type { Setting } from './setting.ts';

/** Gives back what the operation answered: its fields are held against the client's declarations. */
type Case = (setting: Setting) => Promise<unknown>;

/** By the operation's title: `payment_intents.create`. */
export type Family = Readonly<Record<string, Case | Refused>>;

export type Refused = {
  /** Why the gateway has none of it. */
  readonly refused: string;
  /** What is tried, to see it refused by name. */
  readonly attempt: (setting: Setting) => Promise<unknown>;
};

/** A refusal says that this is not there, and what is missing; it is no error of the caller's. */
export async function expectRefused({ attempt }: Refused, setting: Setting): Promise<void> {
  const error = await errorOf(attempt(setting));
  expect(error).toMatchObject({ type: 'StripeInvalidRequestError' });
  expect(error.message).not.toMatch(/unrecognized request url/i);
  expect(error.message).toMatch(/\b(no|not|cannot|only)\b/i);
}
