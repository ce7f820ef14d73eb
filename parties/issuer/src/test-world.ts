// A whole bank behind real ports, with a small real inbox and directory server beside it.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildAcceptanceFile,
  type DisputeFile,
  type DisputeStage,
  type Fees,
  parseDisputeFile,
} from '@kassa/clearing-file';
import { openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { type HttpApp, listen, openHttp } from '@kassa/http';
import { type PaymentReturn, readPacs004 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import type { Money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { buildRRes, parse, type RReq } from '@kassa/three-ds';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { z } from 'zod';
import { configSchema, migrations, type Running, startIssuer } from './index.ts';
import { hana, monday } from './test-bank.ts';

const schema = 'issuer_plava';
export const keys = {
  control: 'ck',
  network: 'nk',
  signOn: 'sk',
  clearingHouse: 'hk',
  ownAtClearingHouse: 'ok',
};

export type TestWorld = {
  readonly bank: Running;
  readonly clock: VirtualClock;
  readonly database: TestDatabase;
  readonly iso8583Port: number;
  readonly messages: { to: string; from: string; text: string }[];
  readonly results: RReq[];
  /** While true, the directory server answers 503. */
  readonly directoryServer: { isDown: boolean };
  /** Clearing of the network: what came, and why it says no; undefined is yes. */
  readonly clearing: {
    readonly files: DisputeFile[];
    refusal: string | undefined;
    /** What it takes for filing a case. */
    fee: Money | undefined;
    isDown: boolean;
  };
  /** Returns that the clearing house was sent, and what it answers. */
  readonly returns: { readonly messages: PaymentReturn[]; status: 'ACSC' | 'ACCP' };
  post(path: string, body: string, headers?: Record<string, string>): Promise<Response>;
  /** With the control key. */
  control(path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
};

export async function openTestWorld(
  customers: z.input<typeof configSchema>['seed'] = { customers: [hana.seed] },
): Promise<TestWorld> {
  const database = await testDatabase(migrations, { schema });
  const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => monday } });
  const messages: TestWorld['messages'] = [];
  const results: RReq[] = [];
  const directoryServer = { isDown: false };
  const peers = openHttp({ name: 'peers', log: silentLog });
  receiveMessages(peers, messages);
  receiveResults(peers, results, directoryServer);
  const clearing: TestWorld['clearing'] = {
    ...{ files: [], refusal: undefined, fee: undefined, isDown: false },
  };
  receiveDisputes(peers, clearing);
  const returns: TestWorld['returns'] = { messages: [], status: 'ACSC' };
  receiveReturns(peers, returns);
  const peersUrl = await listen(peers, { host: '127.0.0.1', port: 0 });
  const iso8583Port = await freePort();
  const config = configSchema.parse({
    databaseUrl: database.url,
    schema,
    port: 0,
    iso8583Port,
    controlKey: keys.control,
    keysFolder: mkdtempSync(join(tmpdir(), 'kassa-issuer-')),
    party: 'issuer-plava',
    name: 'Plava banka',
    institutionId: '500000',
    country: 'BA',
    countryNumeric: '070',
    currency: 'BAM',
    brand: { colour: '#1d4fa3', accent: '#7fc4ef', mark: 'wave' },
    network: { url: peersUrl, key: keys.network, signOnKey: keys.signOn },
    clearingHouse: { key: keys.clearingHouse, url: peersUrl, ownKey: keys.ownAtClearingHouse },
    inboxUrl: peersUrl,
    seed: customers,
  });
  const bank = await startIssuer(config, { clock, log: silentLog });
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(bank.url + path, { method: 'POST', body, headers, redirect: 'manual' });
  return {
    bank,
    clock,
    database,
    iso8583Port,
    messages,
    results,
    directoryServer,
    clearing,
    returns,
    post,
    control: async (path, body) => {
      const headers = {
        authorization: `Bearer ${keys.control}`,
        ...(body && { 'content-type': 'application/json' }),
      };
      const sent = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
      return (await fetch(`${bank.url}/_kassa/${path}`, sent)).json();
    },
    close: async () => {
      await bank.stop();
      await peers.close();
      await database.close();
    },
  };
}

/** Another pool on the bank's own schema. */
export function lookInto(world: TestWorld) {
  return openDatabase({
    url: world.database.url,
    schema,
    log: silentLog,
    name: 'look',
  });
}

const sms = z.object({ to: z.string(), from: z.string(), text: z.string() });

function receiveMessages(app: HttpApp, messages: TestWorld['messages']): void {
  app.post('/sms', async (request) => {
    messages.push(sms.parse(request.body));
    return {};
  });
}

function receiveResults(app: HttpApp, results: RReq[], state: { isDown: boolean }): void {
  app.post('/3ds/rreq', async (request, reply) => {
    if (state.isDown) return reply.status(503).send({});
    if (request.headers.authorization !== `Bearer ${keys.network}`) {
      return reply.status(401).send({});
    }
    const read = parse(request.body, { expect: 'RReq', from: 'A' });
    if (!read.ok) return read.error;
    results.push(read.value);
    const { messageVersion, threeDSServerTransID, acsTransID, dsTransID } = read.value;
    const ids = { messageVersion, threeDSServerTransID, acsTransID, dsTransID };
    return buildRRes({ ...ids, resultsStatus: '01' });
  });
}

function receiveDisputes(app: HttpApp, state: TestWorld['clearing']): void {
  app.post('/clearing/disputes', async (request, reply) => {
    if (state.isDown) return reply.status(503).send({});
    if (request.headers.authorization !== `Bearer ${keys.network}`) {
      return reply.status(401).send({});
    }
    const file = unwrap(parseDisputeFile(String(request.body)));
    state.files.push(file);
    const { refusal } = state;
    const answer = buildAcceptanceFile({
      header: { ...file.header, fileId: 'cla_1', sender: '99900', receiver: '500000' },
      answersFileId: file.header.fileId,
      items: file.items.map(({ sequence, rrn, stage }) => ({
        sequence,
        rrn,
        isCredit: true,
        decision: refusal
          ? { outcome: 'rejected', reason: refusal }
          : { outcome: 'accepted', fees: feesFor(stage, state.fee) },
      })),
    });
    return reply.type('text/plain').send(answer);
  });
}

function receiveReturns(app: HttpApp, state: TestWorld['returns']): void {
  app.post('/returns', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${keys.ownAtClearingHouse}`) {
      return reply.status(401).send({});
    }
    const message = unwrap(readPacs004(String(request.body)));
    state.messages.push(message);
    return { messageId: message.messageId, status: state.status };
  });
}

function feesFor(stage: DisputeStage, fee: Money | undefined): Fees {
  return stage === 'arbitration' && fee ? { disputeFee: fee } : {};
}

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const app = openHttp({ name: 'probe', log: silentLog });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  await app.close();
  return Number(new URL(url).port);
}
