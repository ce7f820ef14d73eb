import { nodeEntropy } from '@kassa/crypto';
import { idMaker } from '@kassa/ids';
import type { Clock } from '@kassa/time';
import type { IdMaker } from './ids.ts';

/** Ids of one maker are neighbours; who makes a new maker for each id hides what comes next. */
export function makerOfIds(clock: Clock): IdMaker {
  return idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes });
}
