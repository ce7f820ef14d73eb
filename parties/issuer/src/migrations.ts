import type { Migrations } from '@kassa/database';

export const migrations: Migrations = {
  name: 'issuer',
  folder: new URL('../migrations/', import.meta.url),
};
