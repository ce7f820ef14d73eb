import type { FastifyReply } from 'fastify';

/** After a form: the browser fetches the next page with GET, and a reload repeats nothing. */
export function redirect(reply: FastifyReply, location: string): FastifyReply {
  return reply.header('Cache-Control', 'no-store').redirect(location, 303);
}
