// A port for who asked for any.

import { createServer } from 'node:net';

/** Addresses are written into messages before the server listens, so 0 is chosen beforehand. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
