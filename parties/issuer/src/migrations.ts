// Everything that a bank's schema holds: its own tables, its book, its schedule.

import { migrations as control } from '@kassa/control';
import type { Migrations } from '@kassa/database';
import { migrations as ledger } from '@kassa/ledger';

const own: Migrations = {
  name: 'issuer',
  folder: new URL('../migrations/', import.meta.url),
};

export const migrations: readonly Migrations[] = [ledger, control, own];
