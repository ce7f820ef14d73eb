// Who may open which page of the acquirer. Demo keys, shown to people on the machine itself only: a
// lobby that others can reach keeps them to itself, and world.json never has them.

import { merchants } from '../cast/cast.ts';
import type { WorldKeys } from '../keys.ts';

export type BankKey = {
  readonly who: string;
  readonly path: string;
  readonly user: string;
  readonly password: string;
};

const bank = 'acquirer-zelena';

export function bankKeysOf(world: { readonly host: string; readonly keys: WorldKeys }): BankKey[] {
  const { host, keys } = world;
  if (!/^(127(\.\d+){3}|localhost|::1)$/.test(host)) return [];
  // Not the staff's: it is the control key, which opens every party's control door.
  return merchants.map(({ accountId, name, mid }) => ({
    who: name,
    path: `/statement/${mid}`,
    user: mid,
    password: keys.between(accountId, bank).reveal(),
  }));
}
