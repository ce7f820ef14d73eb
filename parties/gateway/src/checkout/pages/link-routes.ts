// The addresses that open a session: of a payment link, and of an order that is to be paid after all.
// Each visit makes one, so one address opens only so many in a while.

import { redirect } from '@kassa/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Room } from './checkout-pages.ts';
import { pageLanguage } from './page-language.ts';
import type { LinkVisit } from './ports.ts';
import { textOf } from './read-card.ts';
import { linkOffPage, type PlainState } from './state-pages.tsx';

type Visit = { readonly request: FastifyRequest; readonly reply: FastifyReply };
export type PlainAnswer = (visit: Visit, state: PlainState, status: number) => FastifyReply;

export function addLinkRoutes(scope: FastifyInstance, room: Room, plain: PlainAnswer): void {
  scope.get<{ Params: { token: string } }>('/pay/:token', async (request, reply) => {
    const visit = { request, reply };
    const { token } = request.params;
    if (!/^[\w-]{20,40}$/.test(token)) return plain(visit, 'missing', 404);
    if (!room.linkLimit.take(token)) return plain(visit, 'unread', 429);
    const opened = await room.links.openLink(token, visitOf(request.query));
    switch (opened.kind) {
      case 'open':
        return redirect(reply, `/c/${opened.sessionId}`);
      case 'off': {
        const { merchant, message } = opened;
        const lang = pageLanguage(request, reply, { merchant: merchant.language });
        const look = room.looks.of(merchant);
        const html = linkOffPage({ shop: merchant.name, message, lang, look });
        return reply.status(410).type('text/html; charset=utf-8').send(html);
      }
      case 'missing':
        return plain(visit, 'missing', 404);
    }
  });
  scope.get<{ Params: { sessionId: string } }>('/c/:sessionId/recover', async (request, reply) => {
    const { sessionId } = request.params;
    if (!room.linkLimit.take(sessionId)) return plain({ request, reply }, 'unread', 429);
    const fresh = await room.links.recover(sessionId);
    return redirect(reply, `/c/${encodeURIComponent(fresh ?? sessionId)}`);
  });
}

/** What does not look like what it should be counts as nothing. */
function visitOf(query: unknown): LinkVisit {
  const like = (name: string, shape: RegExp) => {
    const text = textOf(query, name);
    return shape.test(text) ? text : null;
  };
  return {
    email: like('prefilled_email', /^[^\s@]+@[^\s@]+$/),
    reference: like('client_reference_id', /^[\w-]{1,200}$/),
    locale: like('locale', /^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,3})?)$/),
  };
}
