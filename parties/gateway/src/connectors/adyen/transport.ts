// How the official client's requests travel: over our own HTTP, for it tells apart what never left from
// what was not answered, is limited in time as a whole, follows nobody elsewhere, and may be pointed
// at another address than Adyen's.

import type { HttpClient } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { z } from 'zod';

/** Nothing was done with it, or nobody knows. */
export class LineFailure extends Error {
  override readonly name = 'LineFailure';
  readonly kind: 'not_attempted' | 'unknown';

  constructor(kind: 'not_attempted' | 'unknown', why: string) {
    super(why);
    this.kind = kind;
  }
}

/** An answer that is not the one asked for. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, errorCode: string) {
    super(`status ${status}, error ${errorCode}`);
    this.status = status;
    this.errorCode = errorCode;
  }
}

export type Transport = {
  request(
    endpoint: string,
    json: string | Buffer,
    config: unknown,
    isKeyRequired: boolean,
    options?: { readonly idempotencyKey?: string },
  ): Promise<string>;
};

const errorBody = z.object({ errorCode: z.string() });

export function transportTo(url: string, key: Secret<string>, http: HttpClient): Transport {
  return {
    async request(endpoint, json, _config, _isKeyRequired, options = {}) {
      const { pathname } = new URL(endpoint);
      const { idempotencyKey } = options;
      const headers = {
        'content-type': 'application/json',
        'x-api-key': key.reveal(),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      };
      const answer = await http.postText(`${url}${pathname}`, json.toString(), { headers });
      if (!answer.ok) {
        const { code } = answer.error;
        throw new LineFailure(code === 'unreachable' ? 'not_attempted' : 'unknown', code);
      }
      const { status, body } = answer.value;
      if (status < 200 || status > 299) throw new ApiFailure(status, errorCodeIn(body));
      return body;
    },
  };
}

function errorCodeIn(body: string): string {
  try {
    const parsed = errorBody.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data.errorCode : '';
  } catch {
    return '';
  }
}
