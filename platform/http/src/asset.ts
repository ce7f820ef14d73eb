import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { HttpApp } from './types.ts';

export type Asset = {
  readonly body: string | Uint8Array;
  /** The content type, with its charset for text. */
  readonly type: string;
  /** Never changes under this path; true by itself when the path carries a hash. */
  readonly immutable?: boolean;
};

/** Serves a file from memory, with an entity tag and, if its path is hashed, for a year. */
export function asset(app: HttpApp, path: string, file: Asset): void {
  const body = typeof file.body === 'string' ? file.body : Buffer.from(file.body);
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const isImmutable = file.immutable ?? /[.-][0-9a-zA-Z]{8,}\.\w+$/.test(path);
  const caching = isImmutable ? 'public, max-age=31536000, immutable' : 'public, no-cache';
  app.get(path, async (request, reply): Promise<FastifyReply> => {
    reply.headers({ ETag: tag, 'Cache-Control': caching });
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    return reply.type(file.type).send(body);
  });
}
