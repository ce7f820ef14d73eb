// POST /connectors/adyen/{name}/notifications: where Adyen tells of an account's payments.

import { type HttpApp, RequestError } from '@kassa/http';
import { z } from 'zod';
import type { ReceiptRefusal, Receive } from './receive-notification.ts';

const paramsSchema = z.object({ name: z.string() });

const statusOf: Readonly<Record<ReceiptRefusal, number>> = {
  unreadable: 400,
  wrong_signature: 401,
  wrong_account: 403,
};

export function registerNotifications(app: HttpApp, receivers: ReadonlyMap<string, Receive>): void {
  app.post('/connectors/adyen/:name/notifications', async (request, reply) => {
    const receive = receivers.get(paramsSchema.parse(request.params).name);
    if (receive === undefined) {
      throw new RequestError(404, 'not_found', 'No provider of this name is connected here.');
    }
    const received = await receive(request.body);
    // In these words, by which it knows that it need not tell again.
    if (received === 'accepted') return reply.type('text/plain').send('[accepted]');
    const words = `The notification is not taken: ${received}. Check the account's HMAC key.`;
    throw new RequestError(statusOf[received], received, words);
  });
}
