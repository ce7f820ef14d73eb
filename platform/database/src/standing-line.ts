// A connection that a process keeps as long as it lives. It holds the process's name, which no other
// process has meanwhile, and hears news of others. A server frees the name when its holder dies,
// however it dies; the line that breaks is opened again.

import type { Log } from '@kassa/log';
import pg from 'pg';

export type StandingLine = AsyncDisposable & {
  /** One of the names wished for. */
  readonly name: string;
  /**
   * So long ago, in ms, everything told by then had certainly been heard; infinite while the line is
   * down. A process that was stopped for a while learns by it that it may have missed something.
   */
  heardMsAgo(): number;
  /** Heard by all processes of the schema, this one too; not kept for those who come later. */
  tell(topic: string, text: string): Promise<void>;
};

export type StandingLineOptions = {
  readonly url: string;
  readonly schema: string;
  readonly log: Log;
  /** In the order of preference; the first is waited for a moment: its holder may just have died. */
  readonly names: readonly string[];
  readonly onNews: (topic: string, text: string) => void;
  /** Something may have been told and not heard. */
  readonly onLost: () => void;
};

const patienceMs = 1_500;
const pauseMs = 100;
/** How often the line is tried: then it is certain what has been heard. */
const beatMs = 250;
const beatTimeoutMs = 5_000;
const againMs = 500;

export async function openStandingLine(options: StandingLineOptions): Promise<StandingLine> {
  const { log, schema } = options;
  const channel = `kassa_${schema}`;
  let isClosed = false;
  let heardAtMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect(options.url);
  const name = await takeName(client, options);
  if (name === undefined) {
    await client.end();
    throw new Error(
      `other processes hold all of ${options.names.length} names: ${options.names[0]} …`,
    );
  }

  const lost = (which: pg.Client) => (error?: Error) => {
    if (which !== client || isClosed || heardAtMs === Number.NEGATIVE_INFINITY) return;
    heardAtMs = Number.NEGATIVE_INFINITY;
    clearTimeout(timer);
    log.warn({ error: error?.message, name }, 'the standing line to the database is lost');
    options.onLost();
    which.end().catch(() => undefined);
    timer = setTimeout(again, againMs);
  };
  const again = async () => {
    try {
      const next = await connect(options.url);
      if (isClosed) return void (await next.end());
      client = next;
      await begin(next);
      if (!(await tryLock(next, schema, name))) {
        log.error({ name }, 'another process has taken the name of this one: restart this one');
      }
    } catch {
      if (!isClosed) timer = setTimeout(again, againMs);
    }
  };
  const begin = async (on: pg.Client) => {
    on.on('notification', ({ payload = '' }) => {
      const [topic = '', ...words] = payload.split(' ');
      options.onNews(topic, words.join(' '));
    });
    const startedMs = performance.now();
    await on.query(`listen ${channel}`);
    heardAtMs = startedMs;
    on.on('error', lost(on)).on('end', lost(on));
    timer = setTimeout(beat, beatMs);
  };
  /** What was told before the question is delivered with the answer. */
  const beat = async () => {
    const on = client;
    const startedMs = performance.now();
    const tooLate = setTimeout(() => lost(on)(new Error('no answer')), beatTimeoutMs);
    try {
      await on.query('select 1');
      if (on !== client || isClosed) return;
      heardAtMs = startedMs;
      timer = setTimeout(beat, beatMs);
    } catch (error) {
      lost(on)(error instanceof Error ? error : undefined);
    } finally {
      clearTimeout(tooLate);
    }
  };
  await begin(client);
  return {
    name,
    heardMsAgo: () => performance.now() - heardAtMs,
    async tell(topic, text) {
      await client.query('select pg_notify($1, $2)', [channel, `${topic} ${text}`]);
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      clearTimeout(timer);
      await client.end().catch(() => undefined);
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `kassa standing line ${process.pid}`,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
  });
  // Without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function takeName(
  client: pg.Client,
  { schema, names }: StandingLineOptions,
): Promise<string | undefined> {
  const untilMs = performance.now() + patienceMs;
  for (const [at, name] of names.entries()) {
    for (;;) {
      if (await tryLock(client, schema, name)) return name;
      if (at > 0 || performance.now() > untilMs) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return undefined;
}

async function tryLock(client: pg.Client, schema: string, name: string): Promise<boolean> {
  const text = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as got';
  const { rows } = await client.query<{ got: boolean }>(text, [`kassa process ${schema} ${name}`]);
  return rows[0]?.got === true;
}
