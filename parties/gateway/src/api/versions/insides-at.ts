// What older answers held inside and current ones only name: it is looked up, still in the current
// shape, before the answer is taken down to its version. Free for all versions but the oldest.

import { isFields } from '../kernel/expand.ts';
import type { Fields } from '../kernel/resources.ts';
import type { Json } from '../to-stripe/shape.ts';
import { kindOf } from './change.ts';
import { insideChanges } from './changes/all-changes.ts';
import { isBefore, type Version } from './known-versions.ts';

/** Looks up a part of an object; undefined if there is no such part. */
export type LookUp = (object: Fields, part: string) => Promise<Json | undefined>;

/** Do answers at this version hold more inside than the current ones do? */
export const needsInsides = (version: Version): boolean =>
  insideChanges.some((change) => isBefore(version, change.version));

/** Still in the current shape, with what older answers held inside. Goes before `outputAt`. */
export async function insidesAt(version: Version, body: Json, lookUp: LookUp): Promise<Json> {
  if (!needsInsides(version)) return body;
  if (Array.isArray(body)) {
    const items: Json[] = [];
    for (const item of body) items.push(await insidesAt(version, item, lookUp));
    return items;
  }
  if (!isFields(body)) return body;
  const entries: [string, Json][] = [];
  for (const [name, inner] of Object.entries(body)) {
    entries.push([name, name === 'metadata' ? inner : await insidesAt(version, inner, lookUp)]);
  }
  const object: Fields = Object.fromEntries(entries);
  const parts: [string, Json][] = [];
  for (const change of insideChanges) {
    const isDue = isBefore(version, change.version) && change.object === kindOf(object);
    if (!isDue || Object.hasOwn(object, change.part)) continue;
    const found = change.when(object) ? await lookUp(object, change.part) : undefined;
    const inside = found === undefined ? undefined : await insidesAt(version, found, lookUp);
    parts.push([change.part, inside ?? change.otherwise(object)]);
  }
  return { ...object, ...Object.fromEntries(parts) };
}
