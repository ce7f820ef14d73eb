// What the rooms of the provider share.

import type { Database } from '@kassa/database';
import type { Clock } from '@kassa/time';
import type { Card } from './config.ts';
import type { SlowBanks } from './payments/slow-banks.ts';

export type Means = {
  readonly db: Database;
  readonly clock: Clock;
  readonly cards: readonly Card[];
  readonly slowBanks: SlowBanks;
  /** Sixteen capital letters and digits. */
  readonly makeReference: () => string;
};
