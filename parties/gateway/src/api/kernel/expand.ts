// `expand[]`: an id in an answer becomes the object it names, up to four levels deep, also inside
// lists. Each path is followed through the finished JSON, so resources need not know of it.

import { err, ok, type Result } from '@kassa/result';
import type { Json } from '../to-stripe/shape.ts';
import { type ApiError, invalid } from './api-error.ts';

/** Loads the object of an id the caller may see; undefined if there is none. */
export type LoadById = (id: string) => Promise<Json | undefined>;
/** Parts that an object shows only when asked: `line_items` of a session. */
export type LoadPart = (object: Fields, name: string) => Promise<Json | undefined>;

export type Fields = { readonly [name: string]: Json };

const depthMax = 4;

export async function expand(
  body: Json,
  paths: readonly string[],
  load: { readonly byId: LoadById; readonly part: LoadPart },
): Promise<Result<Json, ApiError>> {
  let expanded = body;
  for (const path of paths) {
    const steps = path.split('.');
    const depth = steps[0] === 'data' ? steps.length - 1 : steps.length;
    if (depth > depthMax) {
      return err(invalid(`You cannot expand more than ${depthMax} levels: ${path}`));
    }
    const next = await follow(expanded, steps, load);
    if (next === undefined) {
      const message = `This property cannot be expanded (${path}).`;
      return err(invalid(message, { param: 'expand' }));
    }
    expanded = next;
  }
  return ok(expanded);
}

async function follow(
  value: Json,
  steps: readonly string[],
  load: { readonly byId: LoadById; readonly part: LoadPart },
): Promise<Json | undefined> {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const next = await follow(item, steps, load);
      if (next === undefined) return undefined;
      items.push(next);
    }
    return items;
  }
  if (!isFields(value)) return undefined;
  const current = Object.hasOwn(value, step) ? value[step] : undefined;
  const target = await resolve(value, step, current, load);
  if (target === undefined) return undefined;
  // A list holds its objects in `data`: `data.customer` names it, `refunds` means the list.
  const next = await follow(target, rest, load);
  return next === undefined ? undefined : { ...value, [step]: next };
}

async function resolve(
  object: Fields,
  step: string,
  current: Json | undefined,
  load: { readonly byId: LoadById; readonly part: LoadPart },
): Promise<Json | undefined> {
  if (current === undefined) return load.part(object, step);
  if (typeof current === 'string') return load.byId(current);
  return current;
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
