// The listening end of a proxy. Where nobody is to be reached it does not listen at all, so that a
// caller sees what it would see of a program that is not there.

import type { Server } from 'node:net';
import type { FaultBox } from './fault-box.ts';
import type { Line } from './lines.ts';

export type LineProxy = {
  readonly line: Line;
  isListening(): boolean;
  close(): Promise<void>;
};

const listenAgainMs = 200;

export async function openDoor(options: {
  readonly server: Server;
  readonly line: Line;
  readonly box: FaultBox;
  /** Asks the fault box about each open connection. */
  readonly look: () => void;
  readonly cutAll: () => void;
}): Promise<LineProxy> {
  const { server, line, box, look, cutAll } = options;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  const at = { host: line.host, port: line.port };
  const review = () => {
    if (isClosed) return;
    clearTimeout(retry);
    const shallListen = box.befallsAll(line.link) !== 'refuse';
    // It stops to listen at once; the connections that stand are cut by `look`.
    if (!shallListen && server.listening) server.close();
    if (shallListen && !server.listening) server.listen(at);
    look();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // The port was taken while we did not listen: it is tried until it is free.
  server.on('error', () => {
    if (!isClosed) retry = setTimeout(review, listenAgainMs);
  });
  box.onChange(review);
  review();
  return {
    line,
    isListening: () => server.listening,
    async close() {
      isClosed = true;
      clearTimeout(retry);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutAll();
      await closed;
    },
  };
}
