// How an SMS and a result of authentication leave the bank.

import type { HttpClient } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { parse } from '@kassa/three-ds';
import type { Delivery, Sender } from './courier.ts';

/** To the operator of text messages: `{to, from, text}` as JSON. */
export function smsSender(client: HttpClient, inboxUrl: string): Sender {
  return async (content) => outcomeOf(await client.postJson(`${inboxUrl}/sms`, content));
}

/** To the directory server, which answers with an RRes. */
export function resultSender(
  client: HttpClient,
  network: { readonly url: string; readonly key: Secret<string> },
): Sender {
  return async (content) => {
    const headers = { authorization: `Bearer ${network.key.reveal()}` };
    const answer = await client.postJson(`${network.url}/3ds/rreq`, content, { headers });
    if (!answer.ok || answer.value.status >= 300) return outcomeOf(answer);
    const read = parse(answer.value.body, { expect: ['RRes', 'Erro'], from: 'D' });
    if (!read.ok) return { outcome: 'try_again', reason: `not an RRes: ${read.error.errorDetail}` };
    if (read.value.messageType === 'RRes') return { outcome: 'delivered' };
    const { errorCode, errorDetail } = read.value;
    const reason = `Erro ${errorCode} ${errorDetail}`;
    // 402, 403, 405: the next one did not answer in time; all others say that it never will.
    const isPassing = ['402', '403', '405'].includes(errorCode);
    return isPassing ? { outcome: 'try_again', reason } : { outcome: 'refused', reason };
  };
}

function outcomeOf(answer: Awaited<ReturnType<HttpClient['postJson']>>): Delivery {
  if (!answer.ok) return { outcome: 'try_again', reason: answer.error.code };
  const { status } = answer.value;
  if (status < 300) return { outcome: 'delivered' };
  return { outcome: 'try_again', reason: `HTTP ${status}` };
}
