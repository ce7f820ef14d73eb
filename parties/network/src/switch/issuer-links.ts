// One persistent connection to each issuer: signed on, kept alive by echoes, many requests at once.

import {
  binaryDialect,
  buildEcho,
  buildSignOn,
  decode,
  encode,
  frameKeys,
  type Message,
} from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import { unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { connectFramed, type FramedClient } from '@kassa/tcp';
import type { Directory } from './decide.ts';
import type { IssuerAnswer } from './ports.ts';

export type IssuerLinks = {
  ask(issuerId: string, message: Message): Promise<IssuerAnswer>;
  isReachable(issuerId: string): boolean;
  /** Requests under way at all issuers. */
  inFlight(): number;
  whenConnected(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
};

export type LinkSettings = {
  readonly directory: Directory;
  readonly institutionId: string;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  readonly nextStan: () => string;
  readonly log: Log;
  readonly onConnected: (issuerId: string) => void;
  /** What no request of ours waits for; the answer, if one is due. */
  readonly onUnmatched: (issuerId: string, message: Message) => Promise<Message | undefined>;
};

const echoEveryMs = 30_000;

export function openIssuerLinks(settings: LinkSettings): IssuerLinks {
  const links = new Map<string, FramedClient>();
  for (const { id, issuer } of settings.directory.members) {
    if (issuer) links.set(id, openLink(settings, id, issuer));
  }
  return {
    ask: async (issuerId, message) => {
      const link = links.get(issuerId);
      if (!link) return { kind: 'not_sent' };
      return ask(link, message, settings.timeoutMs);
    },
    isReachable: (issuerId) => links.get(issuerId)?.isConnected() ?? false,
    inFlight: () => [...links.values()].reduce((sum, link) => sum + link.inFlight(), 0),
    whenConnected: async (timeoutMs) => {
      const all = await Promise.all(
        [...links.values()].map((link) => link.whenConnected(timeoutMs)),
      );
      return all.every((isConnected) => isConnected);
    },
    close: async () => {
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}

async function ask(link: FramedClient, message: Message, timeoutMs: number): Promise<IssuerAnswer> {
  const frame = encode(message, binaryDialect);
  if (!frame.ok) return { kind: 'not_sent' };
  const answer = await link.request(frame.value, timeoutMs);
  if (!answer.ok) return { kind: answer.error.code === 'not_sent' ? 'not_sent' : 'unknown' };
  const decoded = decode(answer.value, binaryDialect);
  return decoded.ok ? { kind: 'answered', message: decoded.value } : { kind: 'unknown' };
}

function openLink(
  settings: LinkSettings,
  issuerId: string,
  address: { readonly host: string; readonly port: number; readonly signOnKey: Secret<string> },
): FramedClient {
  const { nowMs, nextStan, institutionId, timeoutMs } = settings;
  const log = settings.log.child({ issuerId });
  const details = () => ({ stan: nextStan(), atMs: nowMs(), institutionId });
  return connectFramed({
    host: address.host,
    port: address.port,
    log,
    ...frameKeys(binaryDialect),
    onConnected: async (send) => {
      const signOn = unwrap(encode(buildSignOn(details(), address.signOnKey), binaryDialect));
      const answer = await send(signOn, timeoutMs);
      const decoded = answer.ok ? decode(answer.value, binaryDialect) : undefined;
      return decoded?.ok === true && decoded.value.fields[39] === '00';
    },
    onState: (isConnected) => {
      log.info(isConnected ? 'signed on at the issuer' : 'the issuer is away');
      if (isConnected) settings.onConnected(issuerId);
    },
    heartbeat: {
      everyMs: echoEveryMs,
      make: () => unwrap(encode(buildEcho(details()), binaryDialect)),
      timeoutMs,
    },
    onUnmatched: (frame, reply) => {
      receive(settings, issuerId, frame, reply).catch((error: unknown) => {
        log.error({ err: error }, 'a late or unknown message was not handled');
      });
    },
  });
}

async function receive(
  settings: LinkSettings,
  issuerId: string,
  frame: Buffer,
  reply: (frame: Uint8Array) => void,
): Promise<void> {
  const message = decode(frame, binaryDialect);
  if (!message.ok) {
    settings.log.warn({ issuerId, ...message.error }, 'a frame of an issuer is not a message');
    return;
  }
  const answer = await settings.onUnmatched(issuerId, message.value);
  if (answer) reply(unwrap(encode(answer, binaryDialect)));
}
