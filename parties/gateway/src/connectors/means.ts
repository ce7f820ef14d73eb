// What every connector is given, whatever it speaks.

import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import type { Clock } from '@kassa/time';
import type { CardFor } from '../vault/ports.ts';
import type { LateApproval } from './connector.ts';
import type { Passage } from './iso8583/link.ts';
import type { Stans } from './iso8583/stans.ts';

export type ConnectorMeans = {
  readonly cardFor: CardFor;
  readonly stans: Stans;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly onLateApproval: (late: LateApproval) => void;
  /** The way is open again: what waits may be told. */
  readonly onUp: () => void;
  /** Is told of what passes on a line of ISO 8583. */
  readonly onPassage?: (passage: Passage) => void;
};
