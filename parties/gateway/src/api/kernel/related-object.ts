// Where an object can be read: the address of the operation that answers with such an object.

import type { Json } from '../to-stripe/shape.ts';
import type { Operation } from './operation.ts';
import type { Fields } from './resources.ts';

/** Null for what has no address of its own. */
export function addressOf(operations: readonly Operation[], object: Fields): string | null {
  const { id, object: kind } = object;
  if (typeof id !== 'string' || typeof kind !== 'string') return null;
  const reading = operations.find(
    ({ method, answers, url }) => method === 'GET' && answers === kind && url.endsWith('/:id'),
  );
  if (reading === undefined) return null;
  const parts = reading.url.split('/').map((part) => {
    return part.startsWith(':') ? fill(object, part.slice(1)) : part;
  });
  return parts.includes(undefined) ? null : parts.join('/');
}

/** `:parent` and its like are named in the object as well: a tax id names its customer. */
function fill(object: Fields, name: string): string | undefined {
  const parents = ['customer', 'account', 'product'];
  const value: Json | undefined = name === 'parent' ? parentIn(object, parents) : object[name];
  return typeof value === 'string' ? encodeURIComponent(value) : undefined;
}

function parentIn(object: Fields, names: readonly string[]): Json | undefined {
  const name = names.find((one) => typeof object[one] === 'string');
  return name === undefined ? undefined : object[name];
}
