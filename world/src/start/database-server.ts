// Which PostgreSQL a world uses: the one named in DATABASE_URL, or its own.

import { runningEmbeddedUrl, startEmbedded } from '@kassa/database';
import type { Log } from '@kassa/log';
import type { Places } from '../places.ts';
import type { DatabaseDeath } from './database-death.ts';
import { checkPorts, type WantedPort } from './free-ports.ts';

export type Server = {
  readonly url: string;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
};

export async function openServer(options: {
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  readonly places: Places;
  /** What else must be free before the server is started. */
  readonly wanted?: readonly WantedPort[];
  /** Is told when the world's own server dies. */
  readonly databaseDeath?: DatabaseDeath | undefined;
  readonly log: Log;
}): Promise<Server> {
  const { databaseUrl, dataFolder, places, wanted = [], databaseDeath, log } = options;
  if (databaseUrl !== undefined) {
    return { url: databaseUrl, isEmbedded: false, stop: async () => {} };
  }
  const port = places.wirePort('database');
  // One that runs on this folder already is joined or adopted, and what it says about the ports
  // would hide that another world is on this folder.
  if ((await runningEmbeddedUrl(dataFolder, log)) === undefined) {
    await checkPorts('127.0.0.1', [...wanted, { port, for: 'its database' }]);
  }
  const embedded = await startEmbedded({ dataFolder, port, log });
  databaseDeath?.watch(embedded.died);
  return { url: embedded.url, isEmbedded: true, stop: () => embedded.stop() };
}
