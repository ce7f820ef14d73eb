// The keys that the programs of a world show to one another, all from one file of the data folder.

import { join } from 'node:path';
import { keyedHash, loadOrCreateKey } from '@kassa/crypto';
import { Secret } from '@kassa/secret';

export type WorldKeys = {
  /** For the control doors of all parties. */
  readonly control: Secret<string>;
  /** What `from` shows to `to`: both are told, and nobody else can compute it. */
  between(from: string, to: string): Secret<string>;
  /** Where a party keeps its own keys. */
  folderOf(party: string): string;
};

export function openKeys(dataFolder: string): WorldKeys {
  const folder = join(dataFolder, 'keys');
  const root = loadOrCreateKey(join(folder, 'world.key'));
  const derived = (use: string) => new Secret(keyedHash(root, use));
  return {
    control: derived('control'),
    between: (from, to) => derived(`bearer ${from} to ${to}`),
    folderOf: (party) => join(folder, party),
  };
}
