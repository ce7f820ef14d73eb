// Which PostgreSQL a world uses: the one named in DATABASE_URL, or its own.

import { startEmbedded } from '@kassa/database';
import type { Log } from '@kassa/log';

export type Server = {
  readonly url: string;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
};

export async function openServer(options: {
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  readonly port: number;
  readonly log: Log;
}): Promise<Server> {
  const { databaseUrl, dataFolder, port, log } = options;
  if (databaseUrl !== undefined) {
    return { url: databaseUrl, isEmbedded: false, stop: async () => {} };
  }
  const embedded = await startEmbedded({ dataFolder, port, log });
  return { url: embedded.url, isEmbedded: true, stop: () => embedded.stop() };
}
