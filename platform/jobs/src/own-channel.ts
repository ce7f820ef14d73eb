// graphile-worker listens to two channels of the whole database. With a dozen programs in one
// database every job would wake them all, and the first migration of one program would shut down
// the workers of the others ("worker:migrate"). So each schema gets a channel of its own: the SQL
// that notifies is changed once after migration, and the listening connection is translated.

import type { Database } from '@kassa/database';
import { assert } from '@kassa/result';

type Pool = Database['pool'];
type Message = { readonly channel: string };
type Handler = (message: Message) => void;

const shared = 'jobs:insert';

export const channelOf = (jobsSchema: string): string => `${shared}:${jobsSchema}`;

/** Rings at the workers of this process as a notification of the server would. */
export type Bell = { ring(): void };

/** Both functions that notify; to be called in the transaction that installs the rest. */
export function ownChannelSql(jobsSchema: string): string {
  return `
    do $own$
    declare
      definition text;
    begin
      for definition in
        select pg_get_functiondef(p.oid)
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = '${jobsSchema}'
          and p.prokind = 'f'
          and position('''${shared}''' in p.prosrc) > 0
      loop
        execute replace(definition, '''${shared}''', '''${channelOf(jobsSchema)}''');
      end loop;
    end $own$;`;
}

/** The pool, but whoever listens on it hears the channel of this schema only, and the bell. */
export function withOwnChannel(
  pool: Pool,
  jobsSchema: string,
): { readonly pgPool: Pool; readonly bell: Bell } {
  const handlers = new Map<Handler, Handler>();
  const pgPool = replacing(pool, {
    connect: (callback?: (...given: unknown[]) => void) => {
      if (!callback) return pool.connect();
      // The form with a callback is how graphile-worker takes the connection it listens on.
      pool.connect((error, client, release) => {
        callback(error, client && translated(client, channelOf(jobsSchema), handlers), release);
      });
      return undefined;
    },
  });
  const ring = () => {
    for (const handler of handlers.keys()) handler({ channel: shared });
  };
  return { pgPool, bell: { ring } };
}

/** A connection that stands in for the two shared channels with its own. */
function translated<Client extends object>(
  client: Client,
  own: string,
  handlers: Map<Handler, Handler>,
): Client {
  const call = (name: string, ...given: unknown[]): unknown => {
    const method: unknown = Reflect.get(client, name);
    assert(typeof method === 'function', `a connection that cannot ${name}`);
    return method.apply(client, given);
  };
  return replacing(client, {
    query: (...given: unknown[]) => {
      const [text] = given;
      if (typeof text !== 'string' || !text.includes('LISTEN "')) return call('query', ...given);
      return call('query', `${text.startsWith('UN') ? 'UNLISTEN' : 'LISTEN'} "${own}"`);
    },
    on: (event: string, handler: Handler) => {
      if (event !== 'notification') return call('on', event, handler);
      const heard: Handler = (message) => {
        if (message.channel === own) handler({ ...message, channel: shared });
      };
      handlers.set(handler, heard);
      return call('on', event, heard);
    },
    removeListener: (event: string, handler: Handler) => {
      const heard = handlers.get(handler);
      handlers.delete(handler);
      return call('removeListener', event, heard ?? handler);
    },
  });
}

/** `target` with some methods replaced; the others work on the target itself. */
function replacing<T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_target, name) => {
      if (typeof name === 'string' && name in methods) return methods[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
