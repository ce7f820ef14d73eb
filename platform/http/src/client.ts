// Outgoing HTTP: bounded in time and size, follows no redirect, answers with values.
// `unreachable` is certain: nothing was sent. After the two others the effect is unknown.

import { err, ok, type Result } from '@kassa/result';
import { Agent, errors, request } from 'undici';

export type HttpFailure = {
  readonly code: 'timeout' | 'unreachable' | 'bad_answer';
  readonly detail: string;
};
export type HttpAnswer = { readonly status: number; readonly body: unknown };
export type HttpTextAnswer = { readonly status: number; readonly body: string };
type Headers = Readonly<Record<string, string>>;
type Sent = { readonly headers?: Headers; readonly timeoutMs?: number };

export type HttpClientOptions = {
  /** For the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly bodyLimitBytes?: number;
  readonly headers?: Headers;
};

export interface HttpClient extends AsyncDisposable {
  getJson(url: string, sent?: Sent): Promise<Result<HttpAnswer, HttpFailure>>;
  postJson(url: string, body: unknown, sent?: Sent): Promise<Result<HttpAnswer, HttpFailure>>;
  getText(url: string, sent?: Sent): Promise<Result<HttpTextAnswer, HttpFailure>>;
  /** Posts text as it is; `headers` may name another type than text/plain. */
  postText(url: string, body: string, sent?: Sent): Promise<Result<HttpTextAnswer, HttpFailure>>;
  close(): Promise<void>;
}

const bodyLimitDefault = 4_194_304;

export function httpClient(options: HttpClientOptions): HttpClient {
  const agent = new Agent({ connections: 32, connect: { timeout: options.timeoutMs } });
  const exchange = (method: 'GET' | 'POST', url: string, body: string | undefined, sent: Sent) =>
    send({ options, agent, method, url, body, sent });
  const close = async () => agent.destroy();
  return {
    getText: (url, sent = {}) => exchange('GET', url, undefined, sent),
    postText: (url, body, sent = {}) =>
      exchange('POST', url, body, withHeaders(sent, { 'content-type': 'text/plain' })),
    async getJson(url, sent = {}) {
      return asJson(await exchange('GET', url, undefined, withHeaders(sent, {})));
    },
    async postJson(url, body, sent = {}) {
      const typed = withHeaders(sent, { 'content-type': 'application/json' });
      return asJson(await exchange('POST', url, JSON.stringify(body), typed));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Exchange = {
  readonly options: HttpClientOptions;
  readonly agent: Agent;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | undefined;
  readonly sent: Sent;
};

async function send(exchange: Exchange): Promise<Result<HttpTextAnswer, HttpFailure>> {
  const { options, sent } = exchange;
  const signal = AbortSignal.timeout(sent.timeoutMs ?? options.timeoutMs);
  try {
    const answer = await request(exchange.url, {
      dispatcher: exchange.agent,
      method: exchange.method,
      headers: { ...options.headers, ...sent.headers },
      signal,
      ...(exchange.body === undefined ? {} : { body: exchange.body }),
    });
    const text = await readBounded(answer.body, options.bodyLimitBytes ?? bodyLimitDefault);
    if (text === undefined) return err({ code: 'bad_answer', detail: 'the answer is too large' });
    return ok({ status: answer.statusCode, body: text });
  } catch (error) {
    return err(failureOf(error, signal));
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>, limit: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
const tooSlow = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function failureOf(error: unknown, signal: AbortSignal): HttpFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof errors.ConnectTimeoutError || neverConnected.has(code)) {
    return { code: 'unreachable', detail };
  }
  if (error instanceof errors.InvalidArgumentError || error instanceof TypeError) throw error;
  if (signal.aborted || tooSlow.has(code)) return { code: 'timeout', detail };
  return { code: 'bad_answer', detail };
}

/** An error page in HTML is no reason to lose the status: its text is the body then. */
function asJson(answer: Result<HttpTextAnswer, HttpFailure>): Result<HttpAnswer, HttpFailure> {
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  try {
    return ok({ status, body: body === '' ? undefined : JSON.parse(body) });
  } catch {
    if (status >= 400) return ok({ status, body });
    return err({ code: 'bad_answer', detail: 'the answer is not JSON' });
  }
}

function withHeaders(sent: Sent, more: Headers): Sent {
  return { ...sent, headers: { accept: 'application/json', ...more, ...sent.headers } };
}
