// Who may open which page of the acquirers. Demo keys, shown to people on the machine itself only: a
// lobby that others can reach keeps them to itself, and world.json never has them.

import { type AcquirerParty, acquirers } from '../cast/acquirers.ts';
import { merchants } from '../cast/cast.ts';
import type { WorldKeys } from '../keys.ts';

export type BankKey = {
  readonly bank: AcquirerParty;
  readonly who: string;
  readonly path: string;
  readonly user: string;
  readonly password: string;
};

export function bankKeysOf(world: { readonly host: string; readonly keys: WorldKeys }): BankKey[] {
  const { host, keys } = world;
  if (!/^(127(\.\d+){3}|localhost|::1)$/.test(host)) return [];
  // Not the staff's: it is the control key, which opens every party's control door.
  return acquirers.flatMap(({ party }) =>
    merchants.flatMap(({ accountId, name, contracts }) => {
      const mid = contracts[party]?.mid;
      if (mid === undefined) return [];
      const password = keys.between(accountId, party).reveal();
      return [{ bank: party, who: name, path: `/statement/${mid}`, user: mid, password }];
    }),
  );
}
