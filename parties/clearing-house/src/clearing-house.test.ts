import { column, type TestDatabase, testDatabase } from '@kassa/database';
import { type HttpClient, httpClient, listen, openHttp } from '@kassa/http';
import {
  readCamt053,
  readCamt054,
  readPacs002,
  readPacs008,
  writePacs008,
  writePacs009,
} from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { atZone, instant, type PlainDate, virtualClock } from '@kassa/time';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configSchema, migrations, positions, prove, startClearingHouse } from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const zone = 'Europe/Sarajevo';
const fridayEvening = atZone('2026-11-20', '20:00', zone);
const mondayMorning = atZone('2026-11-23', '08:00', zone);

type Received = { readonly path: string; readonly body: string };
type Peer = {
  readonly url: string;
  readonly received: Received[];
  answer: { status: number; body: object };
  close(): Promise<void>;
};

describe('the clearing house', () => {
  let database: TestDatabase;
  let peers: Record<'MOZAIK' | 'ZELENA' | 'PLAVA', Peer>;
  let house: Awaited<ReturnType<typeof startClearingHouse>>;
  let client: HttpClient;

  beforeEach(async () => {
    database = await testDatabase(migrations);
    peers = { MOZAIK: await openPeer(), ZELENA: await openPeer(), PLAVA: await openPeer() };
    client = httpClient({ timeoutMs: 5_000 });
    house = await start();
  });
  afterEach(async () => {
    await house.stop();
    for (const peer of Object.values(peers)) await peer.close();
    await client.close();
    await database.close();
  });

  test('settles the nets on the morning of the next banking day and tells every member', async () => {
    const sent = await send('settlements', 'MOZAIK', nets('MOZ-1'));
    expect(sent).toMatchObject({ status: 202, body: { status: 'ACCP', settlesOn: '2026-11-23' } });
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 100_000, ZELENA: 100_000 });

    expect(await moveTo(mondayMorning)).toContain('settlement 2026-11-23');
    expect(await balancesNow()).toEqual({ MOZAIK: 30, PLAVA: 90_120, ZELENA: 109_850 });
    const advice = unwrap(readCamt054(only(peers.ZELENA).body));
    expect(advice.notifications[0]?.entries).toMatchObject([
      {
        amount: money(bam, 9_850),
        side: 'credit',
        kind: 'NETSETTLEMENT',
        messageId: 'MOZ-1',
        endToEndId: 'TO-ZELENA',
        bookedOn: '2026-11-23',
      },
    ]);
    expect(only(peers.PLAVA).path).toBe('/clearing/notifications');
    expect(unwrap(readCamt054(bodyTo(peers.MOZAIK, 'notifications'))).notifications).toHaveLength(
      1,
    );
    expect(reported()).toMatchObject({ original: { id: 'MOZ-1' }, status: 'ACSC' });
    const again = await send('settlements', 'MOZAIK', nets('MOZ-1'));
    expect(again).toMatchObject({ status: 200, body: { status: 'ACSC' } });
    await proves();
  });

  test('reports to the sender also where nothing of it remains on its own account', async () => {
    await send('settlements', 'MOZAIK', nets('MOZ-1', 9_880, bam, 0));
    await moveTo(mondayMorning);
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 90_120, ZELENA: 109_880 });
    expect(peers.MOZAIK.received).toHaveLength(1);
    expect(reported()).toMatchObject({ original: { id: 'MOZ-1' }, status: 'ACSC' });
    await proves();
  });

  test('answers the same message the same, and refuses its id for another', async () => {
    const both = await Promise.all([
      send('settlements', 'MOZAIK', nets('MOZ-1')),
      send('settlements', 'MOZAIK', nets('MOZ-1')),
    ]);
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    const other = await send('settlements', 'MOZAIK', nets('MOZ-1', 9_840));
    expect(other).toMatchObject({
      status: 409,
      body: { status: 'RJCT', reason: { code: 'AM05' } },
    });
    await moveTo(mondayMorning);
    expect(await balancesNow()).toMatchObject({ MOZAIK: 30 });
  });

  test('lets a settlement wait that a member cannot pay, and settles it when it can', async () => {
    await send('settlements', 'MOZAIK', nets('MOZ-1', 150_000));
    await moveTo(mondayMorning);
    expect(await balancesNow()).toMatchObject({ PLAVA: 100_000 });
    const state = await get('settlements/MOZ-1', 'MOZAIK');
    expect(state.body).toMatchObject({
      state: 'waiting',
      waitsFor: expect.stringContaining('PLAVA'),
    });
    await send('credit-transfers', 'ZELENA', payout('P-1', 60_000));
    expect(await balancesNow()).toMatchObject({ PLAVA: 10_000 });
    expect((await get('settlements/MOZ-1', 'MOZAIK')).body).toMatchObject({ state: 'settled' });
    await proves();
  });

  test('lends nothing in a currency without opening liquidity: what was received is what is paid', async () => {
    const eur = unwrap(currencyOf('EUR'));
    await send('settlements', 'MOZAIK', nets('MOZ-1', 9_880, eur));
    await moveTo(mondayMorning);
    expect(Object.values(await balancesNow('EUR')).every((minor) => minor === 0)).toBe(true);
    const refusal = {
      window: '2026-11-23/EUR',
      waitsFor: expect.stringMatching(/PLAVA lacks 98\.80 EUR/),
    };
    expect((await get('_kassa/health', 'MOZAIK')).body).toMatchObject({
      ok: false,
      details: { windowsAborted: [refusal] },
    });
    const poor = await send('credit-transfers', 'ZELENA', payout('P-1', 1, eur));
    expect(poor).toMatchObject({ status: 422, body: { reason: { code: 'AM04' } } });
    await proves();

    await house.stop();
    house = await start({ EUR: '500.00' });
    await moveTo(atZone('2026-11-24', '08:00', zone));
    expect(await balancesNow('EUR')).toEqual({ MOZAIK: 50_030, PLAVA: 40_120, ZELENA: 59_850 });
    expect((await get('_kassa/health', 'MOZAIK')).body).toMatchObject({ ok: true });
    await proves();
  });

  test('finds a member that owes, as earlier versions allowed, and limits the others', async () => {
    await database.db.exec(
      `insert into ledger_account (account_id, path, currency, normal, name, posted_credit)
        values ('klir', 'member:PLAVA:settlement', 'EUR', 'credit', 'fine', 5)`,
    );
    await database.db.exec(
      `insert into ledger_account (account_id, path, currency, normal, name, posted_debit)
        values ('klir', 'member:ZELENA:settlement', 'EUR', 'credit', 'owes', 5)`,
    );
    await house.stop();
    house = await start();
    const floors = await database.db.query(
      { text: `select floor from ledger_account where currency = 'EUR' order by path` },
      (row) => column.integerOrNull(row, 'floor'),
    );
    expect(floors).toEqual([0, null]);
    const { ok, findings } = await prove(database.db);
    expect(ok).toBe(false);
    expect(findings).toContainEqual({
      what: 'beyond_debit_cap',
      where: 'member:ZELENA:settlement EUR',
      detail: 'book -5',
    });
  });

  test('lets a member go below zero down to its cap, and takes collateral for it', async () => {
    await house.stop();
    house = await start({}, { debitCaps: { BAM: '40.00' }, collateral: { BAM: '50.00' } });
    await send('settlements', 'MOZAIK', nets('MOZ-1', 104_001));
    await moveTo(mondayMorning);
    expect((await get('_kassa/health', 'MOZAIK')).body).toMatchObject({
      details: { windowsAborted: [{ waitsFor: 'not enough money: PLAVA lacks 0.01 BAM' }] },
    });
    await send('credit-transfers', 'ZELENA', payout('P-1', 1));
    expect(await balancesNow()).toMatchObject({ PLAVA: -4_000 });
    const poor = await send('credit-transfers', 'PLAVA', payout('P-2', 1, bam, 'PLAVA'));
    expect(poor).toMatchObject({ status: 422, body: { reason: { code: 'AM04' } } });
    await proves();

    // The cap may not fall below what the member owes, nor collateral below the cap.
    await house.stop();
    house = await start();
    expect(await limitsOf('PLAVA')).toEqual([5_000, -4_000]);
    expect(await limitsOf('ZELENA')).toEqual([0, 0]);
    await send('credit-transfers', 'ZELENA', payout('P-3', 5_000));
    await house.stop();
    house = await start();
    expect(await limitsOf('PLAVA')).toEqual([0, 0]);
    await proves();
  });

  test('books a credit transfer at once and hands it to the bank of the IBAN', async () => {
    const sent = await send('credit-transfers', 'ZELENA', payout('P-1'));
    expect(sent).toMatchObject({ status: 200, body: { messageId: 'P-1', status: 'ACSC' } });
    expect(await send('credit-transfers', 'ZELENA', payout('P-1'))).toEqual(sent);
    await moveTo(fridayEvening);
    const forwarded = unwrap(readPacs008(only(peers.PLAVA).body));
    expect(only(peers.PLAVA).path).toBe('/clearing/credit-transfers');
    expect(forwarded.transfers).toMatchObject([
      { endToEndId: 'po_1', amount: money(bam, 9_700), creditorAgent: 'PLAVA' },
    ]);
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 109_700, ZELENA: 90_300 });

    const xml = await getText('statements/ZELENA?date=2026-11-20', 'ZELENA');
    const [statement] = unwrap(readCamt053(xml)).statements;
    expect(statement?.closing).toEqual(money(bam, 90_300));
    expect(statement?.entries.map(({ kind, side }) => [kind, side])).toEqual([
      ['LIQUIDITY', 'credit'],
      ['CREDITTRANSFER', 'debit'],
    ]);
    expect((await get('statements/ZELENA?date=2026-11-20', 'PLAVA')).status).toBe(403);
  });

  test('brings a credit transfer again until the bank answers', async () => {
    peers.PLAVA.answer = { status: 503, body: {} };
    await send('credit-transfers', 'ZELENA', payout('P-1'));
    await moveTo(fridayEvening + 1_000);
    peers.PLAVA.answer = { status: 200, body: {} };
    await moveTo(fridayEvening + 3_600_000);
    const ids = peers.PLAVA.received.map(({ body }) => unwrap(readPacs008(body)).messageId);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
  });

  test('returns the money when the bank has no such account, and says so to the sender', async () => {
    const reason = { code: 'AC01', detail: 'no such account' };
    peers.PLAVA.answer = { status: 422, body: { status: 'RJCT', reason } };
    await send('credit-transfers', 'ZELENA', payout('P-1'));
    await moveTo(fridayEvening + 1_000);
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 100_000, ZELENA: 100_000 });
    const [entry] = unwrap(readCamt054(only(peers.ZELENA).body)).notifications[0]?.entries ?? [];
    expect(entry).toMatchObject({ kind: 'RETURN', side: 'credit', endToEndId: 'po_1' });
    expect(entry?.remittance).toContain('AC01');
    await proves();
  });

  test.each([
    ['without a key', 'credit-transfers', '', payout('P-1'), 401, undefined],
    ['that is no XML', 'credit-transfers', 'ZELENA', 'please pay', 400, 'FF01'],
    ['that asks too much', 'credit-transfers', 'ZELENA', payout('P-1', 100_001), 422, 'AM04'],
    ['of another kind', 'settlements', 'MOZAIK', payout('P-1'), 400, 'FF01'],
    ['that spends another’s money', 'credit-transfers', 'PLAVA', payout('P-1'), 403, 'AG01'],
  ])('refuses a message %s, and nothing has happened', async (_, path, who, xml, status, code) => {
    const sent = await send(path, who, xml);
    expect(sent.status).toBe(status);
    if (code) expect(sent.body).toMatchObject({ status: 'RJCT', reason: { code } });
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 100_000, ZELENA: 100_000 });
  });

  test('gives its liquidity once, also after a new start, and shows its page', async () => {
    await house.stop();
    house = await start();
    expect(await balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 100_000, ZELENA: 100_000 });
    expect(await positions(database.db)).toContainEqual({
      with: 'acquirer-zelena',
      what: 'settlement account',
      currency: 'BAM',
      minor: '-100000',
    });
    const page = unwrap(await client.getText(house.url, { headers: { 'accept-language': 'bs' } }));
    expect(page.body).toContain('Kliring i poravnanje');
    expect(page.body).toContain('Zelena banka');
    await proves();
  });

  function start(more: Record<string, string> = {}, limits = {}) {
    const member = (code: 'MOZAIK' | 'ZELENA' | 'PLAVA', party: string, bank: string) => ({
      code,
      name: code === 'ZELENA' ? 'Zelena banka' : code,
      party,
      url: peers[code].url,
      key: `key-${code}`,
      deliveryKey: `to-${code}`,
      bankCodes: bank ? [{ country: 'BA', code: bank }] : [],
      liquidity: { BAM: code === 'MOZAIK' ? '0.00' : '1000.00', ...more },
      ...limits,
    });
    return startClearingHouse(
      {
        ...configSchema.parse({
          databaseUrl: database.url,
          schema: 'party',
          port: 0,
          controlKey: 'control',
          members: [
            member('MOZAIK', 'network-mozaik', ''),
            member('ZELENA', 'acquirer-zelena', '161'),
            member('PLAVA', 'issuer-plava', '129'),
          ],
        }),
      },
      {
        clock: virtualClock({ offsetMs: 0, below: { nowMs: () => fridayEvening } }),
        log: silentLog,
      },
    );
  }

  async function send(path: string, member: string, body: string) {
    const answer = unwrap(
      await client.postText(`${house.url}/${path}`, body, {
        headers: { 'content-type': 'application/xml', authorization: `Bearer key-${member}` },
      }),
    );
    return { status: answer.status, body: JSON.parse(answer.body) };
  }

  async function get(path: string, member: string) {
    const headers = { authorization: `Bearer key-${member}` };
    return unwrap(await client.getJson(`${house.url}/${path}`, { headers }));
  }

  async function getText(path: string, member: string): Promise<string> {
    const headers = { authorization: `Bearer key-${member}` };
    return unwrap(await client.getText(`${house.url}/${path}`, { headers })).body;
  }

  /** Moves the clock and waits until everything that this sets off is done. */
  async function moveTo(ms: number): Promise<unknown> {
    const headers = { authorization: 'Bearer control' };
    const offset = { offsetMs: ms - fridayEvening };
    const url = `${house.url}/_kassa/clock`;
    const { body } = unwrap(await client.postJson(url, offset, { headers }));
    return typeof body === 'object' && body !== null && 'ran' in body ? body.ran : body;
  }

  const reported = () => unwrap(readPacs002(bodyTo(peers.MOZAIK, 'status-reports')));

  async function balancesNow(currency = 'BAM'): Promise<Record<string, number>> {
    const rows = await database.db.query(
      {
        text: `select path, posted_credit - posted_debit as minor from ledger_account
          where currency = $1 and path like 'member:%'`,
        values: [currency],
      },
      (row) => [column.text(row, 'path').split(':')[1], column.integer(row, 'minor')] as const,
    );
    return Object.fromEntries(rows);
  }

  /** What a member has pledged, and how low its account may go. */
  async function limitsOf(member: string): Promise<number[]> {
    const rows = await database.db.query(
      {
        text: `select path, floor, posted_credit - posted_debit as minor from ledger_account
          where path like '%:' || $1 || '%' and currency = 'BAM' order by path`,
        values: [member],
      },
      (row) => [column.integer(row, 'minor'), column.integer(row, 'floor')] as const,
    );
    return [rows[0]?.[0] ?? 0, rows[1]?.[1] ?? 0];
  }

  async function proves(): Promise<void> {
    expect(await prove(database.db)).toMatchObject({ ok: true, findings: [] });
  }
});

function nets(messageId: string, fromPlava = 9_880, currency = bam, kept = 30): string {
  const settledOn: PlainDate = '2026-11-23';
  return writePacs009({
    messageId,
    createdAtMs: instant(fridayEvening),
    settledOn,
    transfers: [
      {
        endToEndId: 'FROM-PLAVA',
        amount: money(currency, fromPlava),
        debtor: 'PLAVA',
        creditor: 'MOZAIK',
      },
      {
        endToEndId: 'TO-ZELENA',
        amount: money(currency, fromPlava - kept),
        debtor: 'MOZAIK',
        creditor: 'ZELENA',
      },
    ],
  });
}

function payout(messageId: string, minor = 9_700, currency = bam, from = 'ZELENA'): string {
  return writePacs008({
    messageId,
    createdAtMs: instant(fridayEvening),
    settledOn: '2026-11-20',
    transfers: [
      {
        endToEndId: 'po_1',
        amount: money(currency, minor),
        debtor: { name: 'Zelena banka', account: 'BA391610000000000001' },
        debtorAgent: from,
        creditor: {
          name: 'Diva',
          account: from === 'ZELENA' ? 'BA391290079401028494' : 'BA391610000000000001',
        },
        creditorAgent: 'NOTPROVIDED',
      },
    ],
  });
}

async function openPeer(): Promise<Peer> {
  const app = openHttp({ name: 'peer', log: silentLog });
  const received: Received[] = [];
  const peer = { received, answer: { status: 200, body: {} } };
  app.post('/clearing/:kind', async (request, reply) => {
    received.push({ path: request.url, body: String(request.body) });
    return reply.status(peer.answer.status).send(peer.answer.body);
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  return Object.assign(peer, { url, close: () => app.close() });
}

function bodyTo(peer: Peer, path: string): string {
  return only({ ...peer, received: peer.received.filter((one) => one.path.endsWith(path)) }).body;
}

function only(peer: Peer): Received {
  expect(peer.received).toHaveLength(1);
  const [first] = peer.received;
  if (!first) throw new Error('nothing was received');
  return first;
}
