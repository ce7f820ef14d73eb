// The API at an older version: what came in is lifted to the one current shape before anything reads
// it, what goes out is taken down from it last. Nothing else knows that there are versions.

import { err, ok, type Result } from '@kassa/result';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import { isFields } from '../kernel/expand.ts';
import type { Fields } from '../kernel/resources.ts';
import type { Json } from '../to-stripe/shape.ts';
import { type Input, type InputChange, kindOf } from './change.ts';
import { inputChanges, outputChanges, removals } from './changes/all-changes.ts';
import {
  currentVersion,
  isBefore,
  knownVersion,
  knownVersions,
  type Version,
} from './known-versions.ts';

/** `pinned` is what the caller's account speaks when it does not say. */
export function versionOf(
  header: string | undefined,
  pinned: Version = currentVersion,
): Result<Version, ApiError> {
  if (header === undefined) return ok(pinned);
  const known = knownVersion(header.trim());
  if (known !== undefined) return ok(known);
  // As with Stripe: a date between two versions is no version.
  const spoken = knownVersions.join(', ');
  const message = `Invalid Stripe API version: ${header.slice(0, 60)}. Spoken here are ${spoken}.`;
  return err(invalid(message));
}

/** Older parameters as the current ones, before they are validated. */
export function inputAt(version: Version, operation: string, raw: unknown): unknown {
  const changes = inputChangesOf(version, operation);
  if (changes.length === 0 || !isInput(raw)) return raw;
  return changes.reduce<Input>((input, change) => change.up(input), raw);
}

/** What a caller who speaks this version should have left out; undefined if nothing. */
export function removedAt(version: Version, operation: string, raw: unknown): ApiError | undefined {
  if (!isInput(raw)) return undefined;
  const found = removals.find(
    (one) =>
      !isBefore(version, one.version) &&
      one.operations.includes(operation) &&
      Object.hasOwn(raw, one.param),
  );
  return found && invalid(found.message, { code: found.code, param: found.param });
}

/** An error about parameters, by the names that the caller gave. */
export function errorAt(
  version: Version,
  { operation, raw }: { readonly operation: string; readonly raw: unknown },
  error: ApiError,
): ApiError {
  const { param } = error;
  if (param === undefined || !isInput(raw)) return error;
  const [name = ''] = param.split('[', 1);
  const old = inputChangesOf(version, operation)
    .flatMap(({ renames = {} }) => Object.entries(renames))
    .find(([given, current]) => current === name && Object.hasOwn(raw, given))?.[0];
  if (old === undefined) return error;
  return {
    ...error,
    param: old + param.slice(name.length),
    message: error.message.replaceAll(name, old),
  };
}

/** The current shape as it was at the version: every object in it, wherever it stands. */
export function outputAt(version: Version, body: Json): Json {
  return version === currentVersion ? body : takeDown(version, downsOf(version), body);
}

type Downs = ReadonlyMap<string, readonly ((object: Fields) => Fields)[]>;

function takeDown(version: Version, downs: Downs, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => takeDown(version, downs, item));
  if (!isFields(value)) return value;
  // The merchant's own words are never read as ours, even if they say `object: charge`.
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    name === 'metadata' ? inner : takeDown(version, downs, inner),
  ]);
  const object: Fields = Object.fromEntries(entries);
  const kind = kindOf(object);
  if (kind === 'event' && Object.hasOwn(object, 'api_version')) {
    return { ...object, api_version: version };
  }
  // What is deleted has an id and nothing else, at every version.
  if (object['deleted'] === true) return object;
  return (downs.get(kind) ?? []).reduce((older, down) => down(older), object);
}

function inputChangesOf(version: Version, operation: string): readonly InputChange[] {
  if (version === currentVersion) return [];
  return inputChanges.filter(
    (change) => isBefore(version, change.version) && change.operations.includes(operation),
  );
}

/** Newest first, by the kind of object. */
function downsOf(version: Version): Downs {
  const due = outputChanges.filter((change) => isBefore(version, change.version)).reverse();
  return new Map(
    due.map(({ object }) => [
      object,
      due.filter((change) => change.object === object).map(({ down }) => down),
    ]),
  );
}

function isInput(raw: unknown): raw is Input {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
