// Puts the room together: the way out to merchants' programs, and what sends over it.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import { isPublicAddress, outsideClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';
import type { DeliveryMeans } from './deliveries/deliver-events.ts';
import { openPatience } from './deliveries/patience.ts';
import { type RenderMeans, renderer } from './deliveries/render.ts';
import { answerKeptBytes } from './deliveries/send.ts';

export type WebhookMeans = RenderMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly envelope: Envelope;
  /** This process. */
  readonly owner: string;
  /** May endpoints lie on this machine and its neighbours? */
  readonly allowPrivate: boolean;
};

export type Webhooks = AsyncDisposable & { readonly delivery: DeliveryMeans };

const timeoutMs = 10_000;

export function openWebhooks(means: WebhookMeans): Webhooks {
  const { db, clock, log, envelope, owner } = means;
  const outside = outsideClient({
    timeoutMs,
    answerLimitBytes: answerKeptBytes,
    mayConnect: means.allowPrivate ? () => true : isPublicAddress,
  });
  const render = renderer(means);
  const patience = openPatience();
  return {
    delivery: { db, clock, log, envelope, owner, outside, patience, render },
    [Symbol.asyncDispose]: () => outside.close(),
  };
}
