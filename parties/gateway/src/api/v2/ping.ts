// A ping: an event that says nothing but that it came, told to one destination alone.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { loadEndpoint } from '../../webhooks/endpoints/store.ts';
import type { StoredEvent } from '../../webhooks/read.ts';
import { recordEvent } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, keyInUse } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import { eventDestinationToStripe } from '../to-stripe/event-destination.ts';
import { wholeThinEventToStripe } from '../to-stripe/thin-event.ts';
import { unknownDestination } from './event-destination-input.ts';

const type = 'v2.core.event_destination.ping';

export async function ping(
  { means, operations }: Api,
  { accountId, id, cause, once }: Call<unknown>,
): Promise<Result<Answer, ApiError>> {
  const destination = await loadEndpoint(means.db, accountId, id);
  if (destination === undefined || destination.deletedAtMs !== null) {
    return err(unknownDestination(id));
  }
  if (destination.status === 'disabled') {
    return err(invalid('This event destination is disabled. Enable it first.'));
  }
  const object = eventDestinationToStripe(destination, { url: false });
  const atMs = means.clock.nowMs();
  const eventId = means.makeId('evt');
  const about = { id: eventId, accountId, objectId: id, object, cause, atMs } as const;
  const event: StoredEvent = {
    accountId,
    id: eventId,
    type,
    objectId: id,
    data: { object },
    requestId: cause.requestId,
    idempotencyKey: cause.idempotencyKey,
    createdAtMs: atMs,
    pendingDeliveries: 1,
  };
  const answer = (): Answer => ({
    status: 200,
    body: wholeThinEventToStripe(event, { operations }),
  });
  const committed = await means.db.commit(
    unit(
      recordEvent(means.recording, { ...about, type, toEndpoint: id }),
      once(answer).settle(event, eventId),
    ),
  );
  return committed.ok ? ok(answer()) : err(keyInUse);
}
