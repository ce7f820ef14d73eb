// How the world starts one party, and how it reads that party's book while it is stopped.

import type { ApprovalRow, ApprovalWindow, Position, ProofReport } from '@kassa/control';
import type { Database } from '@kassa/database';
import type { ChartLine } from '@kassa/ledger';
import type { Log } from '@kassa/log';
import type { VirtualClock } from '@kassa/time';
import type { Ways } from '../faults/open-faults.ts';
import type { WorldKeys } from '../keys.ts';
import type { BookKeeper, PartyName, Places } from '../places.ts';
import type { Running } from './running.ts';

export type WorldContext = {
  readonly places: Places;
  /** By which a party is told to reach another, and the database. */
  readonly ways: Ways;
  readonly keys: WorldKeys;
  /** One for all parties of this process. */
  readonly clock: VirtualClock;
  /** How many processes the gateway has. */
  readonly workers: number;
  /** Where it listens when another has its place; what it calls its own address stays the same. */
  readonly gatewayPort: number | undefined;
  logOf(party: PartyName): Log;
};

/** What a party's door offers to somebody who has only its database. */
export type Book = {
  /** Of all but the shops, who keep orders and no accounts. */
  readonly chart?: readonly ChartLine[];
  prove(db: Database): Promise<ProofReport>;
  positions(db: Database): Promise<Position[]>;
  /** Of gateway, acquirers and issuers: what each takes as approved. */
  approvals?(db: Database, window: ApprovalWindow): Promise<ApprovalRow[]>;
};

export type PartyPlan = {
  readonly name: BookKeeper;
  start(world: WorldContext): Promise<Running>;
  book(): Promise<Book>;
};

/** The settings that every party has. */
export function commonSettings(world: WorldContext, name: BookKeeper) {
  return {
    databaseUrl: world.ways.databaseUrl(name),
    host: world.places.host,
    port: world.places.port(name),
    controlKey: world.keys.control,
    clockOffsetMs: world.clock.offsetMs(),
  };
}
