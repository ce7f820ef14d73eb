// The switch as a whole: listener, links and pump, plugged together.

import type { Database } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import { stanOf } from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import { type AcquirerListener, listenToAcquirers } from './acquirer-listener.ts';
import { openAdvicePump } from './advice-pump.ts';
import type { Cover } from './cover.ts';
import type { Directory } from './decide.ts';
import { openIssuerLinks } from './issuer-links.ts';
import { receiveUnmatched } from './late-answers.ts';
import type { SwitchPorts } from './ports.ts';
import { recoverAuthorizations } from './recover.ts';

export type SwitchSettings = {
  readonly db: Database;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly makeId: IdMaker;
  readonly cover: Cover;
  readonly directory: Directory;
  readonly institutionId: string;
  readonly host: string;
  readonly port: number;
  readonly issuerTimeoutMs: number;
  readonly adviceRepeatMs: number;
};

export type Switch = {
  readonly port: number;
  isReachable(issuerId: string): boolean;
  whenConnected(timeoutMs: number): Promise<boolean>;
  /** Resolves when no message is being worked on and no advice is being sent. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

export async function openSwitch(settings: SwitchSettings): Promise<Switch> {
  const nextStan = stanSequence(settings.nowMs());
  const links = openIssuerLinks({
    directory: settings.directory,
    institutionId: settings.institutionId,
    timeoutMs: settings.issuerTimeoutMs,
    nowMs: settings.nowMs,
    nextStan,
    log: settings.log,
    onConnected: (issuerId) => pump.kick(issuerId),
    onUnmatched: (issuerId, message) => receiveUnmatched(ports, issuerId, message),
  });
  const ports: SwitchPorts = {
    db: settings.db,
    log: settings.log,
    nowMs: settings.nowMs,
    makeId: settings.makeId,
    cover: settings.cover,
    directory: settings.directory,
    nextStan,
    askIssuer: links.ask,
    isReachable: links.isReachable,
    adviseIssuer: (issuerId) => pump.kick(issuerId),
  };
  const pump = openAdvicePump(ports, settings.adviceRepeatMs);
  await recoverAuthorizations(ports);
  for (const { id } of settings.directory.members) pump.kick(id);
  const listener = await listenToAcquirers(ports, settings);
  return {
    port: listener.port,
    isReachable: links.isReachable,
    whenConnected: links.whenConnected,
    idle: () => idle(listener, pump),
    async close() {
      await listener.close();
      await pump.stop();
      await links.close();
    },
  };
}

async function idle(
  listener: AcquirerListener,
  pump: { readonly idle: () => Promise<void> },
): Promise<void> {
  // Every message ends within the issuer's time limit, so this ends too.
  while (listener.inWork() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await pump.idle();
}

/** Begins at a place that depends on the time, so that a restart does not repeat recent STANs. */
function stanSequence(nowMs: number): () => string {
  let count = Math.floor(nowMs / 10) % 999_999;
  return () => {
    count += 1;
    return stanOf(count);
  };
}
