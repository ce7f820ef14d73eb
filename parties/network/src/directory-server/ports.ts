// What the directory server needs of its surroundings.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Secret } from '@kassa/secret';
import type { Directory } from '../switch/decide.ts';

export type DirectoryPorts = {
  readonly db: Database;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly directory: Directory;
  readonly http: HttpClient;
  /** A random UUID, version 4. */
  readonly makeUuid: () => string;
  /** Where an ACS sends its results: our own address. */
  readonly resultsUrl: () => string;
  readonly threeDSServers: readonly ThreeDSServer[];
  readonly acsTimeoutMs: number;
};

export type ThreeDSServer = {
  /** Its results and its buyers' browsers are sent nowhere else. */
  readonly origin: string;
  /** Another way to the same place, for its results. */
  readonly reachedAt?: string | undefined;
  /** What it shows to us, and we to it. */
  readonly key: Secret<string>;
};

/** Names this directory server in every message it passes on. */
export const dsReferenceNumber = 'KASSA-MOZAIK-DS-2020-0001';
