// Puts what the first steps made where an example speaks of it: `{customer}`, `{intent.latest_charge}`.

import { assert } from '@kassa/result';
import type { Example, Params, Value } from './example.ts';

/** What there is, by the names of the steps; `unique` is a plain word. */
export type Made = ReadonlyMap<string, unknown>;

export type Request = {
  readonly at: Readonly<Record<string, string>>;
  readonly params: Params;
  readonly account?: string;
};

export function fillIn({ at, params, account }: Partial<Example>, made: Made): Request {
  const named = Object.entries(at ?? {}).map(([name, text]) => [name, filledText(text, made)]);
  return {
    at: Object.fromEntries(named),
    params: filledParams(params ?? {}, made),
    ...(account === undefined ? {} : { account: filledText(account, made) }),
  };
}

function filledParams(params: Params, made: Made): Params {
  const filled = Object.entries(params).map(([name, value]) => [name, filled1(value, made)]);
  return Object.fromEntries(filled);
}

function filled1(value: Value, made: Made): Value {
  if (typeof value === 'string') return filledText(value, made);
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map((one) => filled1(one, made));
  return filledParams(value, made);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Words in capitals are the API's own: `{CHECKOUT_SESSION_ID}`. */
function filledText(text: string, made: Made): string {
  return text.replaceAll(/\{([a-z]\w*(?:\.\w+)*)\}/g, (_, path: string) => {
    const [name = '', ...steps] = path.split('.');
    const found = steps.reduce(memberOf, made.get(name));
    const id = memberOf(found, 'id') ?? found;
    assert(typeof id === 'string', `an example speaks of {${path}}, and there is no such text`);
    return id;
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
