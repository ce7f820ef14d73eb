// What older answers held inside and current ones only name: it is looked up, still in the current
// shape, before the answer is taken down to its version. Free for all versions but the oldest.

import { isFields } from '../kernel/expand.ts';
import type { Fields } from '../kernel/resources.ts';
import type { Json } from '../to-stripe/shape.ts';
import { kindOf } from './change.ts';
import { insideChanges } from './changes/all-changes.ts';
import { isBefore, type Version } from './known-versions.ts';

/** Looks up one part of objects of one kind, in their order; undefined where there is no such part. */
export type LookUp = (
  kind: string,
  part: string,
  objects: readonly Fields[],
) => Promise<readonly (Json | undefined)[]>;

/** Do answers at this version hold more inside than the current ones do? */
export const needsInsides = (version: Version): boolean =>
  insideChanges.some((change) => isBefore(version, change.version));

/** Still in the current shape, with what older answers held inside. Goes before `outputAt`. */
export async function insidesAt(version: Version, body: Json, lookUp: LookUp): Promise<Json> {
  if (!needsInsides(version)) return body;
  const due = insideChanges.filter((change) => isBefore(version, change.version));
  const found: Found = new Map();
  // A list costs one look-up for each part, and what was found may hold more inside.
  for (let level: readonly Json[] = [body]; level.length > 0; ) {
    const objects = level.flatMap(objectsIn);
    const next: Json[] = [];
    for (const change of due) {
      const of = objects.filter((object) => lacks(object, change) && change.when(object));
      if (of.length === 0) continue;
      const parts = await lookUp(change.object, change.part, of);
      for (const [at, object] of of.entries()) {
        const part = parts[at];
        if (part === undefined) continue;
        found.set(object, { ...found.get(object), [change.part]: part });
        next.push(part);
      }
    }
    level = next;
  }
  return whole(body, { due, found });
}

type Change = (typeof insideChanges)[number];
/** By the object that lacked them. */
type Found = Map<Fields, Readonly<Record<string, Json>>>;

const lacks = (object: Fields, change: Change): boolean =>
  change.object === kindOf(object) && !Object.hasOwn(object, change.part);

/** All objects of an answer, save what merchants have noted. */
function objectsIn(body: Json): readonly Fields[] {
  if (Array.isArray(body)) return body.flatMap(objectsIn);
  if (!isFields(body)) return [];
  const inner = Object.entries(body).filter(([name]) => name !== 'metadata');
  return [body, ...inner.flatMap(([, value]) => objectsIn(value))];
}

function whole(
  body: Json,
  around: { readonly due: readonly Change[]; readonly found: Found },
): Json {
  if (Array.isArray(body)) return body.map((item) => whole(item, around));
  if (!isFields(body)) return body;
  const object: Fields = Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      return [name, name === 'metadata' ? value : whole(value, around)];
    }),
  );
  const parts = around.due
    .filter((change) => lacks(body, change))
    .map((change) => {
      const part = around.found.get(body)?.[change.part];
      return [change.part, part === undefined ? change.otherwise(object) : whole(part, around)];
    });
  return { ...object, ...Object.fromEntries(parts) };
}
