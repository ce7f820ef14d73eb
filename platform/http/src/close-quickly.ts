// A stop lets the requests in flight finish, but waits for no browser that keeps its line open.

import type { Socket } from 'node:net';
import type { HttpApp } from './types.ts';

const patienceMs = 3000;

export function closeQuickly(app: HttpApp): void {
  let isClosing = false;
  // Node's closeIdleConnections spares a line on which no request ever came, and browsers open
  // such lines ahead: so the requests of each line are counted here.
  const inFlight = new Map<Socket, number>();
  app.server.on('connection', (socket: Socket) => {
    inFlight.set(socket, 0);
    socket.once('close', () => inFlight.delete(socket));
  });
  app.server.on('request', (request, response) => {
    const { socket } = request;
    inFlight.set(socket, (inFlight.get(socket) ?? 0) + 1);
    response.once('close', () => {
      if (inFlight.has(socket)) inFlight.set(socket, (inFlight.get(socket) ?? 1) - 1);
    });
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const [socket, requests] of inFlight) if (requests === 0) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), patienceMs).unref();
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    if (isClosing) reply.header('Connection', 'close');
    return payload;
  });
}
