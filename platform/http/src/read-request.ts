// Plugs the readers of bodies and query strings into Fastify.

import type { FastifyRequest } from 'fastify';
import { badRequest, RequestError } from './problem.ts';
import { defaultLimits, readForm, readJson, readText } from './read-body.ts';
import type { HttpApp } from './types.ts';

export function addBodyParsers(app: HttpApp): void {
  app.removeAllContentTypeParsers();
  const read = (type: string | RegExp, reader: Reader) => {
    const parser = async (request: FastifyRequest, body: Buffer) => {
      if (request.routeOptions.config.rawBody === true) request.rawBody = body;
      return reader(body, request.routeOptions.config.limits ?? defaultLimits);
    };
    app.addContentTypeParser(type, { parseAs: 'buffer' }, parser);
  };
  read(/^application\/(?:[\w.+-]+\+)?json(?:;|$)/, readJson);
  read('application/x-www-form-urlencoded', (body, limits) => readForm(readText(body), limits));
  read(/^(?:text\/plain|text\/xml|application\/(?:[\w.+-]+\+)?xml)(?:;|$)/, readText);
}

type Reader = (body: Buffer, limits: typeof defaultLimits) => unknown;

// Fastify calls the parser of query strings where a throw would end the process: so the refusal
// travels inside the value until the first hook, which may throw.
class BadQuery {
  readonly problem: RequestError;
  constructor(problem: RequestError) {
    this.problem = problem;
  }
}

export function readQuery(text: string): Record<string, unknown> {
  try {
    const value = readForm(text, defaultLimits, 'the query');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    const known = error instanceof RequestError;
    const problem = known ? error : badRequest('The query cannot be read.');
    return { [badQuery]: new BadQuery(problem) };
  }
}

const badQuery = Symbol('a query that is refused');

export function checkUrl(request: FastifyRequest): void {
  const query = request.query;
  if (typeof query === 'object' && query !== null && badQuery in query) {
    const bad = query[badQuery];
    if (bad instanceof BadQuery) throw bad.problem;
  }
  if (/%00/.test(request.url)) {
    throw badRequest('There is a NUL character in the address. Remove it.', 'nul_character');
  }
}
