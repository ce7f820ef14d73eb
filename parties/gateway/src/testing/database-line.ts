// A line to PostgreSQL that a test stands in: it counts the units of work that pass (a gateway commits
// each as one prepared statement named `unit_…`), and calls out at the one that is waited for, either
// before PostgreSQL has it or when it is done and the gateway has not heard.

import { connect, createServer, type Server, type Socket } from 'node:net';

export type Moment = 'before' | 'after';

export type DatabaseLine = AsyncDisposable & {
  /** The same database, through this line. */
  readonly url: string;
  /** Calls out at the unit of this number, counted from now; nothing passes on that line any more. */
  callAt(count: number, moment: Moment, call: () => void): void;
  /** Units since then. */
  passed(): number;
  /** Lets everything pass. */
  release(): void;
};

type Watch = { readonly count: number; readonly moment: Moment; readonly call: () => void };

export async function openDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl);
  let watch: Watch | undefined;
  let passed = 0;
  const sockets = new Set<Socket>();
  const meets = (): Moment | undefined => {
    passed += 1;
    return passed === watch?.count ? watch.moment : undefined;
  };
  const server = createServer((client) => {
    const bank = connect(Number(target.port), target.hostname);
    for (const socket of [client, bank]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        bank.destroy();
      });
    }
    let isWaiting = false;
    const statements = openReader();
    client.on('data', (data) => {
      const moments = statements.namesIn(data).filter(isUnit).map(meets);
      const moment = moments.find((one) => one !== undefined);
      if (moment === 'before') return watch?.call();
      if (moment === 'after') isWaiting = true;
      bank.write(data);
    });
    bank.on('data', (data) => {
      if (!isWaiting) client.write(data);
      else if (isReadyForQuery(data)) watch?.call();
    });
  });
  const port = await listening(server);
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.toString(),
    callAt(count, moment, call) {
      passed = 0;
      watch = { count, moment, call };
    },
    passed: () => passed,
    release() {
      watch = undefined;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isUnit = (statement: string) => statement.startsWith('unit_');

/** The names of the statements that are bound, from what a client says (PostgreSQL 55.7: Bind). */
function openReader() {
  let left: Buffer = Buffer.alloc(0);
  // The first message of a connection has no letter before its length.
  let isFirst = true;
  return {
    namesIn(data: Buffer): readonly string[] {
      left = Buffer.concat([left, data]);
      const names: string[] = [];
      for (;;) {
        const head = isFirst ? 0 : 1;
        if (left.length < head + 4) return names;
        const end = head + left.readUInt32BE(head);
        if (left.length < end) return names;
        if (head === 1 && left[0] === 'B'.charCodeAt(0)) {
          const [, statement = ''] = left.subarray(5, end).toString('latin1').split('\0', 2);
          names.push(statement);
        }
        isFirst = false;
        left = left.subarray(end);
      }
    },
  };
}

/** PostgreSQL's last word on a statement is `Z`, six bytes. */
const isReadyForQuery = (data: Buffer) => data.at(-6) === 'Z'.charCodeAt(0);

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
