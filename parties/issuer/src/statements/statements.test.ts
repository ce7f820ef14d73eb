// A merchant's account: what the clearing house brings is in the statement of its day, and the
// statement reaches whom it was ordered for.

import { httpClient, listen, openHttp } from '@kassa/http';
import { readCamt053, writePacs008 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { atZone, instant, type PlainDate } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subAccountsOfIban } from '../accounts/store.ts';
import { takeCreditTransfers } from '../clearing/clearing-house.ts';
import { hana, openTestBank, type TestBank } from '../test-bank.ts';
import { deliverStatements } from './deliver-statements.ts';
import { lastStatementDay, writeStatement } from './write-statement.ts';

const iban = 'BA391290079401028400';
const account = { id: 'diva', iban, name: 'Poslovni račun', currency: 'BAM', balanceMinor: 5_00 };
const diva = { id: 'diva', number: '2', kind: 'business' as const, name: 'Diva d.o.o.' };
const calendar = 'ba';

let opened: TestBank;
beforeAll(async () => {
  opened = await openTestBank({ customers: [hana.seed, { ...diva, accounts: [account] }] });
  await receive('pay_00001', 97_00);
  // After midnight here, and before it by universal time.
  moveTo('2026-11-24', '00:10');
  await receive('pay_00002', 20_00);
});
afterAll(() => opened.database.close());

const zone = 'Europe/Sarajevo';
function moveTo(day: PlainDate, time: string): void {
  opened.bank.clock.advanceTo(atZone(day, time, zone));
}

async function receive(endToEndId: string, minor: number): Promise<void> {
  const { bank } = opened;
  const transfer = {
    endToEndId,
    amount: money(bank.currency, minor),
    debtor: { name: 'Zelena banka', account: 'BA391610000000000001' },
    debtorAgent: 'ZELENA',
    creditor: { name: 'Diva d.o.o.', account: iban },
    creditorAgent: 'PLAVA',
    remittance: `Payout ${endToEndId}`,
  };
  const header = { messageId: `M-${endToEndId}`, createdAtMs: instant(bank.clock.nowMs()) };
  const message = writePacs008({ ...header, settledOn: '2026-11-24', transfers: [transfer] });
  unwrap(await takeCreditTransfers(bank, message));
}

async function statementOn(date: PlainDate) {
  const { bank } = opened;
  const written = await writeStatement(bank, await subAccountsOfIban(bank.db, iban), {
    date,
    calendar,
  });
  if (!written.ok) return written.error;
  const [only, ...others] = unwrap(readCamt053(written.value)).statements;
  expect(others).toEqual([]);
  const minors = [only?.opening, only?.closing].map((one) => Number(one?.minor));
  const entries = only?.entries.map(({ endToEndId, amount, side }) => [
    endToEndId,
    side,
    Number(amount.minor),
  ]);
  return { id: only?.id, account: only?.account, minors, entries };
}

test('has what was booked on its day by the bank’s clock, and counts earlier days back', async () => {
  // Monday is over, Tuesday is not.
  expect(await statementOn('2026-11-23')).toEqual({
    ...{ id: '2026-11-23-BAM', account: iban, minors: [5_00, 102_00] },
    entries: [['pay_00001', 'credit', 97_00]],
  });
  expect(await statementOn('2026-11-24')).toEqual({ code: 'no_such_day', latest: '2026-11-23' });
  // Statehood Day is a Wednesday: what it brings belongs to Thursday.
  moveTo('2026-11-25', '10:00');
  await receive('pay_00003', 1_00);
  moveTo('2026-11-27', '09:00');
  expect(await statementOn('2026-11-24')).toMatchObject({
    ...{ minors: [102_00, 122_00], entries: [['pay_00002', 'credit', 20_00]] },
  });
  expect(await statementOn('2026-11-25')).toMatchObject({ code: 'no_such_day' });
  expect(await statementOn('2026-11-26')).toMatchObject({
    ...{ minors: [122_00, 123_00], entries: [['pay_00003', 'credit', 1_00]] },
  });
  expect(lastStatementDay(opened.bank, calendar)).toBe('2026-11-26');
});

test('is brought with its key, and again until it is taken', async () => {
  const received: string[] = [];
  const receiver = openHttp({ name: 'receiver', log: silentLog });
  let isOpen = false;
  receiver.post('/bank-statements', async (request, reply) => {
    if (!isOpen) return reply.status(503).send('closed');
    received.push(`${request.headers.authorization} ${request.body}`);
    return { taken: 1 };
  });
  const base = await listen(receiver, { host: '127.0.0.1', port: 0 });
  const client = httpClient({ timeoutMs: 5_000 });
  const order = { iban, url: `${base}/bank-statements`, key: new Secret('of-diva') };
  const { bank } = opened;
  const bring = (orders = [order]) =>
    deliverStatements({ bank, client, calendar, orders }, '2026-11-23');
  await expect(bring()).rejects.toThrow(`statement of ${iban}: 503`);
  isOpen = true;
  // One that cannot be written keeps no other back.
  const nobodys = { ...order, iban: 'BA391290079401028499' };
  await expect(bring([nobodys, order])).rejects.toThrow('there is no such account');
  expect(received).toHaveLength(1);
  expect(received[0]).toMatch(/^Bearer of-diva <\?xml/);
  await client.close();
  await receiver.close();
});
