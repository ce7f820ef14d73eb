// The gateway's news. Only what is signed is read; what came before is taken once; what cannot be
// worked on now is answered with an error, so that the gateway sends it again.
import { column } from '@kassa/database';
import { badRequest } from '@kassa/http';
import { actOnOrder } from '../orders/act-on-order.ts';
import { isOrderNumber } from '../orders/order.ts';
import { settleOrder } from '../orders/settle-order.ts';
import type { GatewayEvent } from '../payment/gateway.ts';
import type { HttpApp, ShopRoom } from './shop-room.ts';

export function webhookRoute(app: HttpApp, room: ShopRoom): void {
  // Deeper than a buyer's form ever is: a session holds taxes of lines, and only our gateway signs.
  const limits = { depth: 20, parameters: 10_000 };
  app.post('/webhooks/kassa', { config: { rawBody: true, limits } }, async (request) => {
    const signature = request.headers['stripe-signature'];
    const body = request.rawBody;
    if (typeof signature !== 'string' || !body) throw unsigned();
    const event = room.gateway.readEvent(body, signature);
    if (!event.ok) throw unsigned();
    if (await isKnown(room, event.value.id)) return { received: true, known: true };
    await take(room, event.value);
    await room.db.commit({
      inserts: [
        {
          table: 'webhook_event',
          rows: [
            {
              id: event.value.id,
              kind: event.value.kind,
              received_at_ms: room.clock.nowMs(),
            },
          ],
          onConflict: 'nothing',
        },
      ],
    });
    return { received: true };
  });
}

const unsigned = () =>
  badRequest('The signature is missing, too old, or not over this body.', 'unsigned');

async function isKnown(room: ShopRoom, id: string): Promise<boolean> {
  const found = await room.db.one(
    { name: 'webhook_known', text: 'select id from webhook_event where id = $1', values: [id] },
    (row) => column.text(row, 'id'),
  );
  return found !== undefined;
}

async function take(room: ShopRoom, { about, id, kind }: GatewayEvent): Promise<void> {
  if (about.what === 'other') return;
  const number = about.what === 'session' ? about.view.orderNumber : about.orderNumber;
  if (number === undefined || !isOrderNumber(number)) {
    // A payment that this merchant made outside the shop: true, and nothing to us.
    room.log.info({ event: id, kind }, 'news of no order');
    return;
  }
  if (about.what === 'session') {
    await settleOrder(room, number, about.view);
    return;
  }
  const { refusal, attempt } = about;
  await actOnOrder(room, number, { do: 'note_refusal', refusal, attempt });
}
