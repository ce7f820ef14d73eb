// Posts to addresses that strangers have named. What is judged is the address that is connected, not
// the name: the look-up answers only with addresses that may be reached, and the connection is made
// to one of those, so a name that changes its mind in between gains nothing. No redirect is followed,
// and of the answer no more is read than is kept.

import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { err, ok, type Result } from '@kassa/result';
import { Agent, buildConnector, request } from 'undici';

export type OutsideFailure = {
  /** `refused`: by us, since no address of that name may be reached. Nothing was sent. */
  readonly code: 'timeout' | 'unreachable' | 'refused' | 'bad_answer';
  readonly detail: string;
};

export type OutsideAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first bytes of the body, as text. */
  readonly beginning: string;
};

export type OutsideClientOptions = {
  /** For the whole exchange, from the look-up to the last byte that is read. */
  readonly timeoutMs: number;
  readonly answerLimitBytes: number;
  readonly mayConnect: (address: string) => boolean;
  /** The system's own when left out. */
  readonly lookup?: LookupFunction;
};

export interface OutsideClient extends AsyncDisposable {
  post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Result<OutsideAnswer, OutsideFailure>>;
  close(): Promise<void>;
}

export function outsideClient(options: OutsideClientOptions): OutsideClient {
  const { timeoutMs, answerLimitBytes } = options;
  const agent = new Agent({ connections: 8, connect: guardedConnector(options) });
  const close = async () => agent.destroy();
  return {
    async post(url, body, headers) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const sent = { dispatcher: agent, method: 'POST', headers, body, signal } as const;
        const answer = await request(url, sent);
        const beginning = await beginningOf(answer.body, answerLimitBytes);
        return ok({ status: answer.statusCode, headers: plain(answer.headers), beginning });
      } catch (error) {
        return err(failureOf(error, signal));
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

function guardedConnector({
  mayConnect,
  timeoutMs,
  lookup = systemLookup,
}: OutsideClientOptions): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: guarded(lookup, mayConnect) });
  return (target, callback) => {
    // An address needs no look-up, so it would pass by the guard there.
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !mayConnect(literal)) {
      return callback(new RefusedAddress(`${literal} may not be reached`), null);
    }
    connect(target, (...[failure, socket]) => {
      if (failure !== null) return callback(failure, null);
      // Whatever the way here: the far end of the wire is the one that counts.
      if (mayConnect(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new RefusedAddress(`${socket.remoteAddress} may not be reached`), null);
    });
  };
}

function guarded(lookup: LookupFunction, mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (failure, found) => {
      if (failure !== null) return callback(failure, []);
      const all = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first, ...others] = all.filter(({ address }) => mayConnect(address));
      if (first === undefined) {
        return callback(new RefusedAddress(`no address of ${hostname} may be reached`), []);
      }
      if (options.all === true) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };
}

/** A server that sends the status and then dawdles has answered: what came so far is kept. */
async function beginningOf(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      // Leaving the loop destroys the stream, and with it the connection.
      if (size > limit) break;
    }
  } catch {
    // What is missing is not worth losing the status for.
  }
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]): [string, string] => [name, String(value ?? '')]),
  );
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function failureOf(error: unknown, signal: AbortSignal): OutsideFailure {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedAddress) return { code: 'refused', detail };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (neverConnected.has(code)) return { code: 'unreachable', detail };
  return { code: signal.aborted ? 'timeout' : 'bad_answer', detail };
}
