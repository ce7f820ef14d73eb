// What went wrong with a request, in one shape: the pages and the APIs each print it their way.

import { STATUS_CODES } from 'node:http';

export type Problem = {
  readonly status: number;
  /** For programs: `not_found`, `body_too_large`, … */
  readonly code: string;
  /** For people: what was wrong, where, and what to do. */
  readonly message: string;
  readonly requestId: string;
};

/** Thrown at the door, before a use case runs; what a use case refuses is a value instead. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

export const badRequest = (message: string, code = 'bad_request') =>
  new RequestError(400, code, message);

// Fastify's own refusals, in our words.
const known: Readonly<Record<string, readonly [code: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The body is too large. Send less at once.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'This content type is not read here. Send a form or JSON.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'bad_content_length',
    'The body is not as long as its Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['bad_url', 'The address has a broken percent-encoding.'],
  FST_ERR_VALIDATION: ['bad_request', 'A field of the request is missing or wrong.'],
};

export function problemOf(error: unknown, requestId: string): Problem {
  const status = statusOf(error);
  if (error instanceof RequestError) {
    return { status, code: error.code, message: error.message, requestId };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [name, message] = known[code] ?? fallback(status);
  return { status, code: name, message, requestId };
}

export function notFound(requestId: string): Problem {
  const message = 'There is nothing at this address. Check it, or go back to the start.';
  return { status: 404, code: 'not_found', message, requestId };
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  const status = Number(error.statusCode);
  return status >= 400 && status < 600 ? status : 500;
}

/** Nothing of an unknown error is shown: it may hold anything. */
function fallback(status: number): readonly [string, string] {
  if (status >= 500) {
    return ['internal', 'Something went wrong on our side. It is recorded under the request id.'];
  }
  const words = STATUS_CODES[status] ?? 'Refused';
  return [words.toLowerCase().replaceAll(/\W+/g, '_'), `${words}.`];
}
