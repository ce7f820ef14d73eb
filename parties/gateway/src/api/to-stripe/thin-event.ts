// Thin events: they name what happened and to what; who wants to know more fetches it. A thin event is
// the same occurrence as the whole one, under an id of its own.

import type { StoredEvent } from '../../webhooks/read.ts';
import { isFields } from '../kernel/expand.ts';
import type { Operation } from '../kernel/operation.ts';
import { addressOf } from '../kernel/related-object.ts';
import type { Json, Resource } from './shape.ts';

export type ThinSurroundings = {
  readonly operations: readonly Operation[];
  /** The connected account whose event it is, for a platform that reads it. */
  readonly context?: string | undefined;
};

/** As it is sent; `retrieve` adds the id of the whole one. */
export function thinEventToStripe(
  event: StoredEvent,
  { operations, context }: ThinSurroundings,
): Resource & { readonly id: string } {
  const object = objectOf(event);
  const url = isFields(object) ? addressOf(operations, object) : null;
  const kind = isFields(object) ? object['object'] : undefined;
  const isRelated = url !== null && typeof kind === 'string';
  const { requestId, idempotencyKey } = event;
  return {
    id: thinIdOf(event.id),
    object: 'v2.core.event',
    ...(context === undefined ? {} : { context }),
    created: new Date(event.createdAtMs).toISOString(),
    livemode: false,
    ...(requestId === null
      ? {}
      : {
          reason: {
            type: 'request',
            request: { id: requestId, idempotency_key: idempotencyKey ?? '' },
          },
        }),
    ...(isRelated ? { related_object: { id: event.objectId, type: kind, url } } : {}),
    type: thinTypeOf(event.type),
  };
}

export function wholeThinEventToStripe(
  event: StoredEvent,
  around: ThinSurroundings,
): Resource & { readonly id: string } {
  const thin = thinEventToStripe(event, around);
  return isOwn(event.type) ? thin : { ...thin, snapshot_event: event.id };
}

function objectOf({ data }: StoredEvent): Json {
  const json: Json = JSON.parse(JSON.stringify(data));
  return isFields(json) ? (json['object'] ?? null) : null;
}

/** Of the second interface, and not a thin picture of one of the first. */
const isOwn = (type: string): boolean => type.startsWith('v2.');

const thinTypeOf = (type: string): string => (isOwn(type) ? type : `v1.${type}`);

/** `evt_…` and `evt_test_…` are the two pictures of one event. */
const thinIdOf = (id: string): string => id.replace(/^evt_/, 'evt_test_');

/** The stored id behind a thin one; undefined for another kind of id. */
export const eventIdIn = (thinId: string): string | undefined =>
  thinId.startsWith('evt_test_') ? thinId.replace('evt_test_', 'evt_') : undefined;

/** The stored type behind a thin one. */
export const eventTypeIn = (thinType: string): string => thinType.replace(/^v1\./, '');
