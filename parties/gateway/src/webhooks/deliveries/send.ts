// One try to hand an event over: rendered as the endpoint wishes, signed with all its secrets, sent,
// and what came back. The log keeps what was sent, so nothing secret may ever stand in it.

import type { OutsideClient } from '@kassa/http';
import { maskPansIn } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import { sign } from '@kassa/webhook-signature';
import type { Json } from '../../api/to-stripe/shape.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { type SecretMeans, secretsAt } from '../endpoints/secrets.ts';
import type { StoredEvent } from '../read.ts';
import type { Claimed, Try } from './delivery.ts';

export type SendMeans = SecretMeans & {
  readonly clock: Clock;
  readonly outside: OutsideClient;
  readonly render: Render;
};

/** The event as an endpoint wants it: whole at its version, or thin. */
export type Render = (endpoint: Endpoint, event: StoredEvent) => Promise<Json>;

/** Of an answer the log keeps this much. */
export const answerKeptBytes = 2_048;
const headersMax = 40;
const headerLengthMax = 500;

export async function send(
  means: SendMeans,
  { endpoint, event, secrets: stored }: Claimed,
): Promise<Try> {
  const nowMs = means.clock.nowMs();
  const body = JSON.stringify(await means.render(endpoint, event));
  const secrets = secretsAt(means.envelope, endpoint, { stored, nowMs });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Kassa/1.0 (webhooks)',
    'stripe-signature': sign(body, secrets, Math.floor(nowMs / 1000)),
  };
  const startedMs = performance.now();
  const answer = await means.outside.post(endpoint.url, body, headers);
  const durationMs = Math.round(performance.now() - startedMs);
  const request = { headers, body };
  if (!answer.ok) {
    const failure = answer.error.code;
    return { isTaken: false, status: null, failure, request, answer: null, durationMs };
  }
  const { status, headers: said, beginning } = answer.value;
  return {
    isTaken: status >= 200 && status < 300,
    status,
    failure: null,
    request,
    answer: { headers: keptHeaders(said), body: kept(beginning) },
    durationMs,
  };
}

/** A shop's server may answer with anything: what no text column takes, a card number it echoes. */
function kept(text: string): string {
  return maskPansIn(text.replaceAll('\0', '\u{fffd}'));
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers)
    .filter(([name]) => name !== 'set-cookie')
    .slice(0, headersMax);
  return Object.fromEntries(
    entries.map(([name, value]) => [kept(name), kept(value.slice(0, headerLengthMax))]),
  );
}
