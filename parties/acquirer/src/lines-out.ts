// The two HTTP lines out: clearing files to the network, payouts to the clearing house.

import type { HttpClient } from '@kassa/http';
import { err, ok } from '@kassa/result';
import type { Config } from './config.ts';
import type { PresentFile, SendTransfer } from './ports.ts';

export function presentTo(
  client: HttpClient,
  network: Config['network'],
  what: 'presentments' | 'disputes' = 'presentments',
): PresentFile {
  return async (file) => {
    const answer = await client.postText(`${network.url}/clearing/${what}`, file, {
      headers: { 'content-type': 'text/plain', authorization: `Bearer ${network.key.reveal()}` },
      timeoutMs: 60_000,
    });
    if (!answer.ok) return err({ detail: `${answer.error.code}: ${answer.error.detail}` });
    const { status, body } = answer.value;
    return status < 300 ? ok(body) : err({ detail: `${status}: ${body.slice(0, 300)}` });
  };
}

/** Who we are or how we ask is wrong: trying again with the same message cannot help. */
const finalStatuses = new Set([400, 403, 409, 422]);
const notEnoughMoney = 'AM04';

export function transferTo(client: HttpClient, house: Config['clearingHouse']): SendTransfer {
  return async (message) => {
    const answer = await client.postText(`${house.url}/credit-transfers`, message, {
      headers: { 'content-type': 'application/xml', authorization: `Bearer ${house.key.reveal()}` },
    });
    if (!answer.ok) {
      return err({ code: 'no_answer', detail: `${answer.error.code}: ${answer.error.detail}` });
    }
    const { status, body } = answer.value;
    if (status < 300) return ok(undefined);
    const detail = `${status}: ${body.slice(0, 300)}`;
    if (status === 422 && body.includes(`"${notEnoughMoney}"`)) {
      return err({ code: 'not_funded', detail });
    }
    return err({ code: finalStatuses.has(status) ? 'refused' : 'no_answer', detail });
  };
}
