// Opens the fault box of a world, in a thread of its own, and the ways by which parties are told to
// reach one another. What passes through the proxies is not work of the parties: it takes none of their
// thread's time.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { assert, type Result } from '@kassa/result';
import type { PartyName, Places } from '../places.ts';
import type { WantedPort } from '../start/free-ports.ts';
import type { FaultInput } from './fault.ts';
import type { Standing } from './fault-box.ts';
import type { Line, Link } from './lines.ts';
import type { Answer, Asked, BoxSettings, FaultsTold, Said } from './messages.ts';

export type Faults = {
  /** Is set when the answer comes; a text that is wrong is said with what would be right. */
  set(fault: string | FaultInput): Promise<Result<Standing, string>>;
  /** False: there is none of that number. */
  heal(number: number): Promise<boolean>;
  healAll(): Promise<void>;
  tell(): Promise<FaultsTold>;
};

export type OpenFaults = {
  readonly faults: Faults;
  close(): Promise<void>;
};

/** Ports that its proxies listen on. */
export function proxyPorts(links: readonly Link[]): WantedPort[] {
  const lines = links.flatMap((link) => link.lines);
  return lines.map(({ port, from, to }) => ({ port, for: `fault box, ${from} to ${to}` }));
}

const run = fileURLToPath(new URL('../../../tools/run.mjs', import.meta.url));

/** Throws what is wrong with a fault that shall be set from the start, or with a port. */
export async function openFaults(settings: BoxSettings): Promise<OpenFaults> {
  // An error of the thread is nobody's here, and so ends the process, as one of a party does.
  const thread = new Worker(run, {
    argv: ['world/src/faults/fault-thread.ts'],
    execArgv: [],
    workerData: settings,
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  const ask = (asked: Asked) =>
    new Promise<Answer>((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      thread.postMessage({ ...asked, id: lastId });
    });
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (said: Said) => {
      if (said.said === 'ready') resolve();
      if (said.said === 'failed') reject(new Error(said.why));
      if (said.said !== 'answer') return;
      waiting.get(said.id)?.(said.answer);
      waiting.delete(said.id);
    });
  });
  return {
    faults: {
      async set(fault) {
        const answer = await ask({ do: 'set', fault });
        assert(answer.to === 'set', 'what was asked is answered');
        return answer.result;
      },
      async heal(number) {
        const answer = await ask({ do: 'heal', number });
        assert(answer.to === 'heal', 'what was asked is answered');
        return answer.isHealed;
      },
      async healAll() {
        await ask({ do: 'heal all' });
      },
      async tell() {
        const answer = await ask({ do: 'tell' });
        assert(answer.to === 'tell', 'what was asked is answered');
        return answer.told;
      },
    },
    async close() {
      await ask({ do: 'close' });
      await thread.terminate();
    },
  };
}

/** How one party is told to reach another. */
export type Ways = {
  url(from: PartyName, to: PartyName): string;
  /** Of an ISO 8583 listener. */
  wirePort(from: PartyName, to: PartyName): number;
  /** The database as this party reaches it. */
  databaseUrl(from: PartyName): string;
};

export function waysThrough(
  links: readonly Link[],
  { places, databaseUrl }: { readonly places: Places; readonly databaseUrl: string },
): Ways {
  const lines = links.flatMap((link) => link.lines);
  const portOf = (from: string, to: string, protocol: Line['protocol']) =>
    lines.find((line) => line.from === from && line.to === to && line.protocol === protocol)?.port;
  const { reached } = places;
  return {
    url(from, to) {
      const port = portOf(from, to, 'http');
      return port === undefined ? places.url(to) : `http://${reached}:${port}`;
    },
    wirePort: (from, to) => portOf(from, to, 'iso8583') ?? places.listenerPort(to),
    databaseUrl(from) {
      const port = portOf(from, 'database', 'bytes');
      if (port === undefined) return databaseUrl;
      const url = new URL(databaseUrl);
      url.hostname = reached;
      url.port = String(port);
      return url.href;
    },
  };
}
