// What every route of the shop works with.
import type { HttpApp } from '@kassa/http';
import type { VirtualClock } from '@kassa/time';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PlaceRoom } from '../checkout/place-order.ts';
import type { PayHere } from '../orders/pay-here-page.tsx';
import type { Look } from '../pages/look.ts';

export type ShopRoom = PlaceRoom & {
  readonly look: Look;
  readonly clock: VirtualClock;
  /** For paying in the shop's own page; undefined: only the payment page is there. */
  readonly payHere: PayHereMeans | undefined;
};

export type PayHereMeans = Pick<PayHere, 'publishableKey' | 'kassaUrl' | 'island'>;

export type Request = FastifyRequest;
export type Reply = FastifyReply;
export type { HttpApp };

export function html(reply: Reply, markup: string, status = 200): Reply {
  return reply.status(status).type('text/html; charset=utf-8').send(markup);
}
