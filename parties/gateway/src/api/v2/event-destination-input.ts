// What event destinations take. What only the original has is refused by its name.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Payload } from '../../webhooks/endpoints/endpoint.ts';
import { snapshotTypes, thinTypes } from '../../webhooks/known-event-types.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { list, notTaken, text } from '../kernel/parameters.ts';
import { knownVersions } from '../versions/known-versions.ts';
import { v2Page } from './v2-lists.ts';

const absent = (what: string) =>
  notTaken(`there is no ${what} here: Kassa sends to webhook endpoints only`);

const include = {
  include: list(z.enum(['webhook_endpoint.signing_secret', 'webhook_endpoint.url']), 10).optional(),
};
const eventsFrom = z.enum(
  ['@self', '@accounts'],
  'must be @self or @accounts; there are no organizations here',
);
const types = list(text(200), 400).refine((given) => given.length > 0, 'give one at least');
const pieces = z.record(z.string().max(40), z.string().max(500));
const target = z.strictObject({ url: text(2000) });

export const createInput = z.strictObject({
  ...include,
  name: text(200).min(1, 'give a name'),
  type: z.literal(
    'webhook_endpoint',
    'must be webhook_endpoint: Kassa sends to nothing else, no Amazon EventBridge and no Azure Event Grid',
  ),
  event_payload: z.enum(['snapshot', 'thin']),
  enabled_events: types,
  webhook_endpoint: target,
  description: text(5000).optional(),
  events_from: list(eventsFrom, 2)
    .refine((given) => given.length > 0, 'give one at least')
    .optional(),
  metadata: pieces.optional(),
  snapshot_api_version: z.enum(knownVersions).optional(),
  amazon_eventbridge: absent('Amazon EventBridge'),
  azure_event_grid: absent('Azure Event Grid'),
});

export const updateInput = z.strictObject({
  ...include,
  name: text(200).min(1, 'give a name').optional(),
  enabled_events: types.optional(),
  webhook_endpoint: target.optional(),
  description: text(5000).optional(),
  /** Null takes a key away. */
  metadata: z.record(z.string().max(40), z.string().max(500).nullable()).nullable().optional(),
});

export const readInput = z.strictObject(include);
export const listInput = z.strictObject({ ...v2Page, ...include });

type Including = { readonly include?: readonly string[] | undefined };
export const wantsUrl = ({ include = [] }: Including): boolean =>
  include.includes('webhook_endpoint.url');
export const wantsSecret = ({ include = [] }: Including): boolean =>
  include.includes('webhook_endpoint.signing_secret');

export const unknownDestination = (id: string): ApiError => missing('event destination', id);

/** Whole objects go by the types of the first interface, thin events by their own. */
export function typesOf(
  payload: Payload,
  given: readonly string[],
): Result<readonly string[], ApiError> {
  const known = payload === 'thin' ? thinTypes : snapshotTypes;
  const at = given.findIndex((type) => type !== '*' && !known.has(type));
  if (at < 0) return ok(given);
  const param = `enabled_events[${at}]`;
  const message = `${param}: there is no such type of ${payload} event`;
  return err(invalid(message, { code: 'parameter_invalid', param }));
}

export function mergedPieces(
  old: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string | null>> | null,
): Readonly<Record<string, string>> {
  if (given === null) return {};
  return Object.fromEntries(
    Object.entries({ ...old, ...given })
      .filter((entry): entry is [string, string] => entry[1] !== null)
      .slice(0, 50),
  );
}
