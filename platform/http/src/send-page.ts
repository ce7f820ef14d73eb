import type { FastifyReply } from 'fastify';

/** An HTML page as the answer. */
export function sendPage(reply: FastifyReply, markup: string, status = 200): FastifyReply {
  return reply.status(status).type('text/html; charset=utf-8').send(markup);
}
