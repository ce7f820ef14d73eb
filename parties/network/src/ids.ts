// Randomness of the running program, as ports.

import { randomUUID } from 'node:crypto';
import { nodeEntropy } from '@kassa/crypto';
import { type IdMaker, idMaker } from '@kassa/ids';

export function openIds(nowMs: () => number): IdMaker {
  return idMaker({ nowMs, randomBytes: nodeEntropy.randomBytes });
}

export const makeUuid = (): string => randomUUID();
