// What the kernel adds to Fastify's own types.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Sources to add to a page's Content-Security-Policy: origins, or quoted words like `'self'`. */
export type CspAdditions = {
  readonly formAction?: readonly string[];
  readonly img?: readonly string[];
  readonly script?: readonly string[];
  readonly style?: readonly string[];
  readonly connect?: readonly string[];
  readonly frame?: readonly string[];
  readonly frameAncestors?: readonly string[];
};

export type BodyLimits = { readonly depth: number; readonly parameters: number };

/** The application that every party registers its routes on. */
export type HttpApp = FastifyInstance;
export type HttpRequest = FastifyRequest;
export type HttpReply = FastifyReply;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Added to the policy of this route's pages. */
    csp?: CspAdditions;
    /** Keeps the body's bytes in `request.rawBody`, for a signature over them. */
    rawBody?: boolean;
    /** Other limits than 8 levels and 1000 parameters. */
    limits?: BodyLimits;
  }
  interface FastifyRequest {
    rawBody: Buffer | undefined;
  }
  interface FastifyReply {
    csp: readonly CspAdditions[] | undefined;
  }
  interface FastifyInstance {
    trustedOrigins: readonly string[];
  }
}
