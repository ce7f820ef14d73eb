// `expand[]`: an id in an answer becomes the object it names, up to four levels deep, also inside
// lists. Each path is followed through the finished JSON, so resources need not know of it; all the
// ids that a step meets are looked up together.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Json } from '../to-stripe/shape.ts';
import { type ApiError, invalid } from './api-error.ts';
import type { Fields, Resources } from './resources.ts';

const depthMax = 4;

export async function expand(
  body: Json,
  paths: readonly string[],
  around: { readonly resources: Resources; readonly accountId: AccountId },
): Promise<Result<Json, ApiError>> {
  let expanded = body;
  for (const path of paths) {
    const steps = path.split('.');
    const depth = steps[0] === 'data' ? steps.length - 1 : steps.length;
    if (depth > depthMax) {
      const message = `You cannot expand more than ${depthMax} levels: ${path}`;
      return err(invalid(message, { param: 'expand' }));
    }
    const [next] = await follow([expanded], steps, around);
    if (next === undefined) {
      const message = `This property cannot be expanded (${path}). Expand a field that holds the id of an object, or a list that is shown when asked for.`;
      return err(invalid(message, { param: 'expand' }));
    }
    expanded = next;
  }
  return ok(expanded);
}

type Around = { readonly resources: Resources; readonly accountId: AccountId };

/** The values with their rest of the path expanded; undefined where that cannot be. */
async function follow(
  values: readonly Json[],
  steps: readonly string[],
  around: Around,
): Promise<readonly (Json | undefined)[]> {
  const [step, ...rest] = steps;
  if (step === undefined) return values;
  const objects = values.flatMap((value) => membersOf(value)).filter(isFields);
  const targets = await resolve(objects, step, around);
  const isAmiss = objects.some((object) => targets.get(object) === undefined);
  if (isAmiss) return values.map(() => undefined);
  const inner = await follow(
    objects.map((object) => targets.get(object) ?? null),
    rest,
    around,
  );
  const grown = new Map(
    objects.map((object, at) => {
      const value = inner[at];
      return [object, value === undefined ? undefined : { ...object, [step]: value }];
    }),
  );
  return values.map((value) => regrown(value, grown));
}

/** A list in the middle of a path means each of its members. */
function membersOf(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

function regrown(value: Json, grown: ReadonlyMap<Fields, Json | undefined>): Json | undefined {
  if (isList(value)) {
    const members = value.map((one) => regrown(one, grown));
    return members.some((one) => one === undefined) ? undefined : members.filter(isJson);
  }
  return isFields(value) ? grown.get(value) : value === null ? null : undefined;
}

async function resolve(
  objects: readonly Fields[],
  step: string,
  { resources, accountId }: Around,
): Promise<ReadonlyMap<Fields, Json>> {
  const targets = new Map<Fields, Json>();
  const wanted = new Map<ReturnType<Resources['readerOf']>, Map<Fields, string>>();
  const parts = new Map<ReturnType<Resources['partOf']>, Fields[]>();
  for (const object of objects) {
    const value = Object.hasOwn(object, step) ? object[step] : undefined;
    if (value === undefined) {
      const part = resources.partOf(String(object['object']), step);
      parts.set(part, [...(parts.get(part) ?? []), object]);
    } else if (typeof value === 'string') {
      const reader = resources.readerOf(step, value);
      const of = wanted.get(reader) ?? new Map<Fields, string>();
      wanted.set(reader, of.set(object, value));
    } else targets.set(object, value);
  }
  for (const [part, of] of parts) {
    const found = (await part?.(accountId, of)) ?? [];
    for (const [at, object] of of.entries()) {
      const one = found[at];
      if (one !== undefined) targets.set(object, one);
    }
  }
  for (const [reader, ids] of wanted) {
    const found = (await reader?.(accountId, [...new Set(ids.values())])) ?? new Map();
    for (const [object, id] of ids) {
      const one = found.get(id);
      if (one !== undefined) targets.set(object, one);
    }
  }
  return targets;
}

const isJson = (value: Json | undefined): value is Json => value !== undefined;
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
