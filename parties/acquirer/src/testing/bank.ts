// An acquirer with its peers, on a clock that stands until it is moved.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { column, type TestDatabase, testDatabase } from '@kassa/database';
import { type HttpClient, httpClient } from '@kassa/http';
import { type AccountEntry, writeCamt054 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { atZone, instant, type PlainDate, virtualClock } from '@kassa/time';
import { configSchema } from '../config.ts';
import { migrations, type Running, startAcquirer } from '../wire.ts';
import { mid, tid } from './messages.ts';
import {
  type FakeGateway,
  type FakeHouse,
  type FakeNetwork,
  gatewaySignOnKey,
  openGateway,
  openHouse,
  openNetwork,
} from './peers.ts';

export const zone = 'Europe/Sarajevo';
/** A Friday, three hours before the cut-off. */
export const friday = atZone('2026-11-20', '15:00', zone);
export const bam = unwrap(currencyOf('BAM'));
export const km = (minor: number): Money => money(bam, minor);

export type TestBank = {
  readonly database: TestDatabase;
  readonly network: FakeNetwork;
  readonly house: FakeHouse;
  readonly client: HttpClient;
  gateway: FakeGateway;
  bank: Running;
  /** Moves the clock; everything that this sets off is done afterwards. What ran. */
  moveTo(date: PlainDate, time: string): Promise<string[]>;
  settle(drain?: boolean): Promise<string[]>;
  get(path: string, key?: string): Promise<{ status: number; body: unknown }>;
  /** The clearing house tells of an entry on our account. */
  advise(entry: Partial<AccountEntry> & { amount: Money }): Promise<number>;
  balances(): Promise<Record<string, number>>;
  restart(change?: object): Promise<void>;
  /** A second program on the same database, as after a crash that left no time to tidy up. */
  startAnother(): Promise<Running>;
  /** Every row of every table as text: where no card number may be. */
  dump(): Promise<string>;
  close(): Promise<void>;
};

export async function openTestBank(networkTimeoutMs = 200, payout = {}): Promise<TestBank> {
  const database = await testDatabase(migrations);
  const network = await openNetwork();
  const house = await openHouse();
  const keysFolder = await mkdtemp(join(tmpdir(), 'kassa-acquirer-'));
  const client = httpClient({ timeoutMs: 10_000 });
  const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => friday } });
  const start = async (more: object) => {
    const at = { database, network, house, keysFolder, networkTimeoutMs, payout };
    const config = { ...settings(at), ...more };
    return startAcquirer(configSchema.parse(config), { clock, log: silentLog });
  };
  let bank = await start({});
  let gateway = await openGateway(bank.iso8583Port);
  let entries = 0;

  const control = async (offsetMs: number) => {
    const headers = { authorization: 'Bearer control' };
    const url = `${bank.url}/_kassa/clock`;
    const answer = unwrap(await client.postJson(url, { offsetMs }, { headers }));
    const { body } = answer;
    if (typeof body !== 'object' || body === null || !('ran' in body)) {
      throw new Error(`the clock did not move: ${JSON.stringify(answer)}`);
    }
    return Array.isArray(body.ran) ? body.ran.map(String) : [];
  };
  return {
    database,
    network,
    house,
    client,
    get gateway() {
      return gateway;
    },
    get bank() {
      return bank;
    },
    moveTo: (date, time) => control(atZone(date, time, zone) - friday),
    settle: () => control(0),
    async get(path, key = 'gateway-key') {
      const headers = { authorization: `Bearer ${key}` };
      return unwrap(await client.getJson(bank.url + path, { headers }));
    },
    async advise(entry) {
      entries += 1;
      const body = adviceOf({ reference: `ENTRY-${entries}`, ...entry });
      const url = `${bank.url}/clearing/notifications`;
      const headers = { authorization: 'Bearer delivery', 'content-type': 'application/xml' };
      return unwrap(await client.postText(url, body, { headers })).status;
    },
    async balances() {
      const rows = await database.db.query(
        {
          text: `
            select path,
              case normal when 'debit' then 1 else -1 end * (posted_debit - posted_credit) as minor
            from ledger_account`,
        },
        (row) => [column.text(row, 'path'), column.integer(row, 'minor')] as const,
      );
      return Object.fromEntries(rows.filter(([, minor]) => minor !== 0));
    },
    async restart(more = {}) {
      await gateway.close();
      await bank.stop();
      bank = await start(more);
      gateway = await openGateway(bank.iso8583Port);
    },
    startAnother: () => start({}),
    dump: () => dumpOf(database),
    async close() {
      await gateway.close();
      await bank.stop();
      await network.close();
      await house.close();
      await client.close();
      await database.close();
      await rm(keysFolder, { recursive: true, force: true });
    },
  };
}

function settings(at: {
  database: TestDatabase;
  network: FakeNetwork;
  house: FakeHouse;
  keysFolder: string;
  networkTimeoutMs: number;
  /** More of the merchant's payouts. */
  payout: object;
}) {
  return {
    databaseUrl: at.database.url,
    schema: 'party',
    port: 0,
    iso8583Port: 0,
    gatewaySignOnKey,
    controlKey: 'control',
    keysFolder: at.keysFolder,
    institutionId: '070194',
    network: {
      port: at.network.port,
      signOnKey: 'acquirer-signs-on',
      url: at.network.url,
      key: 'network-key',
      timeoutMs: at.networkTimeoutMs,
    },
    clearingHouse: {
      url: at.house.url,
      key: 'house-key',
      deliveryKey: 'delivery',
      liquidity: { BAM: '1000.00' },
    },
    gatewayKey: 'gateway-key',
    merchants: [
      {
        mid,
        terminals: [tid],
        name: 'Diva shop',
        city: 'Sarajevo',
        country: 'BA',
        mcc: '5977',
        currencies: ['BAM', 'EUR'],
        fee: { basisPoints: 300 },
        dispute: { days: 20, fee: { BAM: '30.00' } },
        payout: { iban: 'BA391290079401028494', holder: 'Diva d.o.o.', ...at.payout },
        key: 'diva-key',
      },
    ],
  };
}

function adviceOf(entry: Partial<AccountEntry> & { amount: Money; reference: string }): string {
  return writeCamt054({
    messageId: `ADVICE-${entry.reference}`,
    createdAtMs: instant(friday),
    notifications: [
      {
        id: entry.reference,
        account: `ZELENA/${entry.amount.currency}`,
        entries: [
          {
            side: 'credit',
            kind: 'NETSETTLEMENT',
            bookedOn: '2026-11-23',
            messageId: 'MOZAIK-1',
            ...entry,
          },
        ],
      },
    ],
  });
}

async function dumpOf({ db }: TestDatabase): Promise<string> {
  const tables = await db.query(
    { text: `select tablename from pg_tables where schemaname = 'party'` },
    (row) => column.text(row, 'tablename'),
  );
  const texts: string[] = [];
  for (const table of tables) {
    const rows = await db.query({ text: `select t::text as line from ${table} t` }, (row) =>
      column.text(row, 'line'),
    );
    texts.push(...rows);
  }
  return texts.join('\n');
}
