// A clearing house with three members in one process: their doors keep what is brought to them. For
// tests, on a real database and real HTTP; the clock moves when it is told to.

import { column, testDatabase } from '@kassa/database';
import { httpClient, listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { assert, unwrap } from '@kassa/result';
import { atZone, virtualClock } from '@kassa/time';
import { configSchema, migrations, prove, startClearingHouse } from '../index.ts';

export const zone = 'Europe/Sarajevo';
export const fridayEvening = atZone('2026-11-20', '20:00', zone);
export const mondayMorning = atZone('2026-11-23', '08:00', zone);

export type Code = 'MOZAIK' | 'ZELENA' | 'PLAVA';
export const routingNumbers: Readonly<Record<Code, readonly string[]>> = {
  MOZAIK: [],
  ZELENA: ['990000165'],
  PLAVA: ['990000246'],
};
export type TestHouse = Awaited<ReturnType<typeof openTestHouse>>;

type Start = {
  /** Opening balances beside the 1000.00 marks of each bank. */
  readonly liquidity?: Readonly<Record<string, string>>;
  readonly limits?: object;
  /** Where every message goes that was taken, or given to a member. */
  readonly seen?: string[];
};

export async function openTestHouse(how: Start = {}) {
  const database = await testDatabase(migrations);
  const seen = how.seen ?? [];
  const peers = {
    MOZAIK: await openPeer(seen),
    ZELENA: await openPeer(seen),
    PLAVA: await openPeer(seen),
  };
  const client = httpClient({ timeoutMs: 5_000 });
  const start = ({ liquidity = {}, limits = {} }: Start) => {
    const member = (code: Code, party: string, bank: string) => ({
      code,
      name: code === 'ZELENA' ? 'Zelena banka' : code,
      party,
      url: peers[code].url,
      key: `key-${code}`,
      deliveryKey: `to-${code}`,
      routingNumbers: routingNumbers[code],
      bankCodes: bank ? [{ country: 'BA', code: bank }] : [],
      liquidity: { BAM: code === 'MOZAIK' ? '0.00' : '1000.00', ...liquidity },
      ...limits,
    });
    const config = configSchema.parse({
      databaseUrl: database.url,
      schema: 'party',
      port: 0,
      controlKey: 'control',
      members: [
        member('MOZAIK', 'network-mozaik', ''),
        member('ZELENA', 'acquirer-zelena', '161'),
        member('PLAVA', 'issuer-plava', '129'),
      ],
    });
    const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => fridayEvening } });
    return startClearingHouse(config, { clock, log: silentLog });
  };
  let house = await start(how);

  const send = async (path: string, member: string, body: string) => {
    const answer = unwrap(
      await client.postText(`${house.url}/${path}`, body, {
        headers: {
          'content-type': isXml(body) ? 'application/xml' : 'text/plain',
          authorization: `Bearer key-${member}`,
        },
      }),
    );
    if (answer.status < 300 && isXml(body)) seen.push(body);
    return { status: answer.status, body: JSON.parse(answer.body) };
  };
  const get = async (path: string, member: string) => {
    const headers = { authorization: `Bearer key-${member}` };
    return unwrap(await client.getJson(`${house.url}/${path}`, { headers }));
  };
  const getText = async (path: string, member: string): Promise<string> => {
    const headers = { authorization: `Bearer key-${member}` };
    const text = unwrap(await client.getText(`${house.url}/${path}`, { headers })).body;
    seen.push(text);
    return text;
  };
  /** Moves the clock and waits until everything that this sets off is done. */
  const moveTo = async (ms: number): Promise<unknown> => {
    const headers = { authorization: 'Bearer control' };
    const offset = { offsetMs: ms - fridayEvening };
    const { body } = unwrap(
      await client.postJson(`${house.url}/_kassa/clock`, offset, { headers }),
    );
    return typeof body === 'object' && body !== null && 'ran' in body ? body.ran : body;
  };
  const balancesNow = async (currency = 'BAM'): Promise<Record<string, number>> => {
    const rows = await database.db.query(
      {
        text: `select path, posted_credit - posted_debit as minor from ledger_account
          where currency = $1 and path like 'member:%'`,
        values: [currency],
      },
      (row) => [column.text(row, 'path').split(':')[1], column.integer(row, 'minor')] as const,
    );
    return Object.fromEntries(rows);
  };
  const proves = async (): Promise<void> => {
    const { ok, findings } = await prove(database.db);
    assert(ok, `the house does not prove: ${JSON.stringify(findings)}`);
  };
  /** The one message that came by this door of a member. */
  const bodyTo = (member: Code, kind: string): string => {
    const found = peers[member].received.filter(({ path }) => path === `/clearing/${kind}`);
    const [first, ...more] = found;
    assert(first && more.length === 0, `${found.length} messages came by ${kind} of ${member}`);
    return first.body;
  };
  return {
    ...{ database, peers, client, send, get, getText, moveTo, balancesNow, proves, bodyTo },
    url: () => house.url,
    async restart(again: Start = {}) {
      await house.stop();
      house = await start(again);
    },
    async close() {
      await house.stop();
      for (const peer of Object.values(peers)) await peer.close();
      await client.close();
      await database.close();
    },
  };
}

type Received = { readonly path: string; readonly body: string };
/** ACH files are no XML; what is refused as XML is sent as such. */
const isXml = (text: string): boolean => !text.startsWith('101');

export type Peer = {
  readonly url: string;
  readonly received: Received[];
  answer: { status: number; body: object };
  close(): Promise<void>;
};

async function openPeer(seen: string[]): Promise<Peer> {
  const app = openHttp({ name: 'peer', log: silentLog });
  const received: Received[] = [];
  const peer = { received, answer: { status: 200, body: {} } };
  app.post('/clearing/:kind', async (request, reply) => {
    const body = String(request.body);
    if (isXml(body)) seen.push(body);
    received.push({ path: request.url, body });
    return reply.status(peer.answer.status).send(peer.answer.body);
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  return Object.assign(peer, { url, close: () => app.close() });
}

export function only(peer: Peer): Received {
  const [first, ...more] = peer.received;
  assert(first && more.length === 0, `${peer.received.length} messages came, not one`);
  return first;
}
