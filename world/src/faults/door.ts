// The listening end of a proxy. Where nobody is to be reached it does not listen at all, so that a
// caller sees what it would see of a program that is not there: that it was refused, for certain.

import { connect, type Server } from 'node:net';
import type { FaultBox } from './fault-box.ts';
import type { Line } from './lines.ts';

export type LineProxy = {
  readonly line: Line;
  isListening(): boolean;
  close(): Promise<void>;
};

export type Door = LineProxy & {
  /** The called party may be away: it is tried, and until it is back nobody is let in. */
  doubt(): void;
};

const listenAgainMs = 200;
const askAgainMs = { least: 20, most: 500 };

export async function openDoor(options: {
  readonly server: Server;
  readonly line: Line;
  readonly box: FaultBox;
  /** Asks the fault box about each open connection. */
  readonly look: () => void;
  readonly cutAll: () => void;
}): Promise<Door> {
  const { server, line, box, look, cutAll } = options;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  let isOpening = false;
  const listen = () => {
    isOpening = true;
    server.listen({ host: line.host, port: line.port });
  };
  const review = () => {
    if (isClosed) return;
    clearTimeout(retry);
    const shallListen = !watch.isAway() && box.befallsAll(line.link) !== 'refuse';
    // It stops to listen at once; the connections that stand are cut by `look`.
    if (!shallListen && server.listening) server.close();
    if (shallListen && !server.listening && !isOpening) listen();
    look();
  };
  const watch = watchCalled(line, review);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
  isOpening = false;
  // What was decided while it opened is looked at again.
  server.on('listening', () => {
    isOpening = false;
    review();
  });
  // The port was taken while we did not listen: it is tried until it is free.
  server.on('error', () => {
    isOpening = false;
    if (!isClosed) retry = setTimeout(review, listenAgainMs);
  });
  box.onChange(review);
  review();
  return {
    line,
    isListening: () => server.listening,
    doubt: watch.doubt,
    async close() {
      isClosed = true;
      clearTimeout(retry);
      watch.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutAll();
      await closed;
    },
  };
}

/** Knows whether the called party listens, from the moment on at which that was doubted. */
function watchCalled({ target }: Line, onChange: () => void) {
  let isAway = false;
  let isAsking = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const ask = (waitMs: number) => {
    isAsking = true;
    const socket = connect(target);
    const found = (isThere: boolean) => {
      socket.destroy();
      if (isStopped) return;
      if (!isThere) timer = setTimeout(() => ask(Math.min(waitMs * 2, askAgainMs.most)), waitMs);
      isAsking = !isThere;
      if (isAway === !isThere) return;
      isAway = !isThere;
      onChange();
    };
    socket.once('connect', () => found(true));
    socket.once('error', () => found(false));
  };
  return {
    isAway: () => isAway,
    doubt() {
      if (!isAsking && !isStopped) ask(askAgainMs.least);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
