// The one HTTP kernel of every party: request ids, limits, headers, errors, graceful stop.
// A party adds its routes to what openHttp returns, then calls listen.

import cookie from '@fastify/cookie';
import { idMaker } from '@kassa/ids';
import type { Log } from '@kassa/log';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { closeQuickly } from './close-quickly.ts';
import { plainErrorPage } from './error-page.ts';
import { setFixedHeaders, setPolicy } from './headers.ts';
import { checkHost } from './known-hosts.ts';
import { notFound, type Problem, problemOf } from './problem.ts';
import { addBodyParsers, checkUrl, readQuery } from './read-request.ts';
import type { CspAdditions, HttpApp } from './types.ts';

export type ErrorsAs = 'json' | 'html';

export type HttpOptions = {
  readonly name: string;
  readonly log: Log;
  readonly bodyLimitBytes?: number;
  /** Origins besides its own whose pages may post to routes with `sameOriginOnly`. */
  readonly trustedOrigins?: readonly string[];
  /** Names besides loopback's by which a server on loopback may be asked: its proxy's. */
  readonly hosts?: readonly string[];
  /** Added to the policy of every page. */
  readonly csp?: CspAdditions;
  /** By what the client accepts when left out: a browser gets a page, a program JSON. */
  readonly errorsAs?: ErrorsAs | ((request: FastifyRequest) => ErrorsAs);
  /** The JSON of a problem; `{error: {code, message, request_id}}` when left out. */
  readonly errorMap?: (problem: Problem, request: FastifyRequest) => unknown;
  /** What ids of requests begin with, in ms since 1970: the party's clock, maybe virtual. */
  readonly nowMs?: () => number;
  /** The page of a problem, in the party's own theme. */
  readonly errorPage?: (problem: Problem, request: FastifyRequest) => string;
};

const bodyLimitDefault = 1_048_576;
const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size));

export function openHttp(options: HttpOptions): HttpApp {
  const makeId = idMaker({ nowMs: options.nowMs ?? Date.now, randomBytes });
  const app = fastify({
    bodyLimit: options.bodyLimitBytes ?? bodyLimitDefault,
    genReqId: () => makeId('req'),
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    frameworkErrors: (error, request, reply) => {
      const problem = problemOf(error, request.id);
      setFixedHeaders(reply.header('Request-Id', request.id));
      void answer(options, problem, request, reply);
    },
    routerOptions: { querystringParser: readQuery, maxParamLength: 500 },
  });
  app.decorate('trustedOrigins', options.trustedOrigins ?? []);
  app.decorateRequest('rawBody', undefined);
  // Every request gets its own list in onRequest; a shared array would leak between requests.
  app.decorateReply('csp');
  app.register(cookie);
  addBodyParsers(app);
  closeQuickly(app);
  addHooks(app, options);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (problem.status >= 500) options.log.error({ err: error, requestId: request.id }, 'a bug');
    return answer(options, problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => answer(options, notFound(request.id), request, reply));
  return app;
}

function addHooks(app: HttpApp, options: HttpOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.csp = [];
    reply.header('Request-Id', request.id);
    setFixedHeaders(reply);
    checkHost(request, options.hosts ?? []);
    checkUrl(request);
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    setPolicy(reply, options.csp ?? {});
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the address: addresses carry ids of sessions.
    const route = request.routeOptions.url ?? '(none)';
    const line = { requestId: request.id, method: request.method, route };
    const status = reply.statusCode;
    const fields = { ...line, status, ms: Math.round(reply.elapsedTime * 10) / 10 };
    if (status >= 500) options.log.warn(fields, 'answered');
    else options.log.debug(fields, 'answered');
  });
}

function answer(
  options: HttpOptions,
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.status(problem.status);
  if (kindOf(options, request) === 'html') {
    const page = options.errorPage ?? plainErrorPage;
    return reply.type('text/html; charset=utf-8').send(page(problem, request));
  }
  const map = options.errorMap ?? plainErrorJson;
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(map(problem, request)));
}

function kindOf(options: HttpOptions, request: FastifyRequest): ErrorsAs {
  if (typeof options.errorsAs === 'function') return options.errorsAs(request);
  if (options.errorsAs !== undefined) return options.errorsAs;
  return request.headers.accept?.includes('text/html') ? 'html' : 'json';
}

function plainErrorJson(problem: Problem) {
  const { code, message, requestId } = problem;
  return { error: { code, message, request_id: requestId } };
}
