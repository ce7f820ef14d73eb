// What the switch needs of its surroundings; wire.ts plugs it in.

import type { Database } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import type { Message } from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import type { Cover } from './cover.ts';
import type { Directory } from './decide.ts';

/** Three outcomes, not two: after `unknown` the issuer may have acted or not. */
export type IssuerAnswer =
  | { readonly kind: 'answered'; readonly message: Message }
  | { readonly kind: 'not_sent' }
  | { readonly kind: 'unknown' };

export type SwitchPorts = {
  readonly db: Database;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly makeId: IdMaker;
  readonly cover: Cover;
  readonly directory: Directory;
  /** STANs of messages that the network itself makes. */
  readonly nextStan: () => string;
  readonly askIssuer: (issuerId: string, message: Message) => Promise<IssuerAnswer>;
  readonly isReachable: (issuerId: string) => boolean;
  /** Tells that an advice waits for this issuer. */
  readonly adviseIssuer: (issuerId: string) => void;
};
