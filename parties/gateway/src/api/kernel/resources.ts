// Objects by their ids, for `expand`: each family of resources adds its readers here. A reader takes
// many ids at once, so that a list of a hundred costs one look-up and not a hundred.

import { assert } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Json, Resource } from '../to-stripe/shape.ts';

export type Fields = { readonly [name: string]: Json };

/** The objects of these ids that the merchant has; what is not there is left out. */
export type Reader = (
  accountId: AccountId,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, Json>>;

/**
 * Parts that objects show only when asked: `line_items` of a session, `refunds` of a charge. Those of
 * many objects at once, in their order; undefined for an object that is not there.
 */
export type PartReader = (
  accountId: AccountId,
  objects: readonly Fields[],
) => Promise<readonly (Json | undefined)[]>;

export type Resources = {
  /** `fields`: names under which ids of this kind stand that do not bear its prefix. */
  addReader(prefix: string, reader: Reader, fields?: readonly string[]): void;
  addPart(object: string, name: string, reader: PartReader): void;
  /** Parts that only older versions of the API show, and always: no path of today leads there. */
  addOlderPart(object: string, name: string, reader: PartReader): void;
  /** By the field's name first, since merchants may name some objects themselves. */
  readerOf(field: string, id: string): Reader | undefined;
  partOf(object: string, name: string): PartReader | undefined;
  olderPartOf(object: string, name: string): PartReader | undefined;
};

export function openResources(): Resources {
  const byPrefix = new Map<string, Reader>();
  const byField = new Map<string, Reader>();
  const parts = new Map<string, PartReader>();
  const olderParts = new Map<string, PartReader>();
  return {
    addReader(prefix, reader, fields = []) {
      assert(!byPrefix.has(prefix), `two readers of ${prefix}_`);
      byPrefix.set(prefix, reader);
      for (const field of fields) byField.set(field, reader);
    },
    addPart(object, name, reader) {
      parts.set(`${object}.${name}`, reader);
    },
    addOlderPart(object, name, reader) {
      olderParts.set(`${object}.${name}`, reader);
    },
    readerOf: (field, id) => byField.get(field) ?? byPrefix.get(prefixOf(id)),
    partOf: (object, name) => parts.get(`${object}.${name}`),
    olderPartOf: (object, name) =>
      olderParts.get(`${object}.${name}`) ?? parts.get(`${object}.${name}`),
  };
}

export const idOf = (object: Fields): string => String(object['id']);

/** What a reader answers with. */
export function byId(
  objects: readonly (Resource & { readonly id: string })[],
): ReadonlyMap<string, Json> {
  return new Map<string, Json>(objects.map((object) => [object.id, object]));
}

/** `cs_01J…` is of `cs`, `trr_…` of `trr`; a test mode's `cs_test_…` does not exist here. */
function prefixOf(id: string): string {
  return id.slice(0, Math.max(id.indexOf('_'), 0));
}
