// The bank's keys: one file each, made on the first start.

import { join } from 'node:path';
import { loadOrCreateKey, openEnvelope } from '@kassa/crypto';
import type { Keys } from './ports.ts';

export function loadKeys(folder: string): Keys {
  const key = (name: string) => loadOrCreateKey(join(folder, `${name}.key`));
  return {
    envelope: openEnvelope({ currentId: 'k1', keys: { k1: key('envelope') } }),
    panHash: key('pan-hash'),
    cvc: key('cvc'),
    acs: key('acs'),
    session: key('session'),
  };
}
