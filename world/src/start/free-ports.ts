// Before anything starts: are the ports free? A clear word here saves a half-started world.

import { createServer } from 'node:net';

export type WantedPort = { readonly port: number; readonly for: string };

/** Throws with the first port that somebody else holds, and with what to do. */
export async function checkPorts(host: string, wanted: readonly WantedPort[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(host, port)));
  const taken = wanted.find((_, at) => free[at] === false);
  if (taken === undefined) return;
  throw new Error(
    `port ${taken.port} (${taken.for}) on ${host} is in use by another program: ` +
      'stop that program, or set KASSA_PORT to another base port, such as KASSA_PORT=5000',
  );
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
