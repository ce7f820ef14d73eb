import { unwrap } from '@kassa/result';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, mid, tid } from '../testing/messages.ts';

const sale = { atMs: friday, rrn: '632615000007', stan: '000007' };
const iban = 'NO9386011117947';
const merchant = {
  ...{ mid, terminals: [tid], name: 'Pijaca', city: 'Sarajevo', country: 'BA', mcc: '5262' },
  ...{ currencies: ['BAM'], fee: { basisPoints: 300 }, key: 'pijaca-key' },
  payout: { iban: 'BA391290079401028494', holder: 'Pijaca d.o.o.', by: 'instruction' },
  sellsForOthers: true,
};

let it: TestBank;
beforeEach(async () => {
  it = await openTestBank();
  await it.restart({ merchants: [merchant] });
});
afterEach(() => it.close());

type Told = { readonly status: number; readonly body: unknown };

async function instruct(more: object = {}): Promise<Told> {
  const asked = { reference: 'acct_x|po_1', currency: 'BAM', amountMinor: '4000' };
  const to = { iban, holder: 'Amra Hodžić' };
  const headers = { authorization: 'Bearer gateway-key' };
  const url = `${it.bank.url}/merchants/${mid}/instructions`;
  const body = { ...asked, to, remittance: 'Payout po_1', ...more };
  const answer = unwrap(await it.client.postJson(url, body, { headers }));
  return { status: answer.status, body: answer.body };
}

/** 100.00 sold on Friday, named as the gateway names it; settled on Monday, 97.00 of it due. */
async function sell(): Promise<void> {
  const named = { 43: 'AMRA SAPUNI              Mostar       BA' };
  for (const message of [authorization(sale), capture(sale)]) {
    await it.gateway.ask({ ...message, fields: { ...message.fields, ...named } });
  }
  await it.moveTo('2026-11-23', '08:00');
  await it.advise({ amount: km(9_850) });
  await it.moveTo('2026-11-23', '10:00');
}

describe('a merchant that is paid out on instruction', () => {
  test('has what is due at its disposal, and nothing is sent', async () => {
    await sell();
    expect(it.house.transfers).toEqual([]);
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:disposal`]: 9_700 });
    const list = await it.get(`/merchants/${mid}/settlements`, 'gateway-key');
    expect(list.body).toMatchObject({ settlements: [{ status: 'credited', amountMinor: '9700' }] });
    expect((await it.get('/_kassa/prove', 'control')).body).toMatchObject({ ok: true });
  });

  test('is named by the gateway when it sells for others, to the issuer and in clearing', async () => {
    await sell();
    expect(it.network.files[0]?.items[0]).toMatchObject({
      ...{ merchantName: 'AMRA SAPUNI', merchantCity: 'Mostar', mid },
    });
  });

  test('has a part of it sent where it says, once for one reference', async () => {
    await sell();
    const [one, two] = await Promise.all([instruct(), instruct()]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body).toMatchObject({ status: 'created', amountMinor: '4000' });
    await it.settle();
    expect(it.house.transfers.flatMap(({ transfers }) => transfers)).toMatchObject([
      { amount: km(4_000), creditor: { name: 'Amra Hodžić', account: iban } },
    ]);
    expect((await instruct()).body).toMatchObject({ status: 'paid' });
    expect(await instruct({ amountMinor: '1' })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'reference_used' } } },
    });
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:disposal`]: 5_700 });
    expect((await it.get('/_kassa/prove', 'control')).body).toMatchObject({ ok: true });
  });

  test('never has more sent than there is, and has it again when it comes back', async () => {
    await sell();
    const all = { amountMinor: '9700', to: null };
    expect((await instruct({ ...all, reference: 'a' })).status).toBe(201);
    expect(await instruct({ reference: 'b', amountMinor: '1' })).toMatchObject({ status: 422 });
    await it.settle();
    const [sent] = it.house.transfers.flatMap(({ transfers }) => transfers);
    expect(sent?.creditor).toMatchObject({ name: 'Pijaca d.o.o.' });
    const back = { kind: 'RETURN', endToEndId: sent?.endToEndId ?? '', reference: 'R1' } as const;
    expect(await it.advise({ ...back, amount: km(9_700), remittance: 'AC04' })).toBe(200);
    expect((await instruct({ ...all, reference: 'a' })).body).toMatchObject({
      ...{ status: 'returned', reason: 'AC04' },
    });
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:disposal`]: 9_700 });
    const list = await it.get(`/merchants/${mid}/instructions`, 'gateway-key');
    expect(list.body).toMatchObject({ instructions: [{ reference: 'a', status: 'returned' }] });
    expect((await it.get('/_kassa/prove', 'control')).body).toMatchObject({ ok: true });
  });

  test('is told by the gateway alone, and only where the contract says so', async () => {
    const refused = await it.get(`/merchants/${mid}/instructions`, 'pijaca-key');
    expect(refused.status).toBe(401);
    await it.restart({ merchants: [{ ...merchant, payout: { ...merchant.payout, by: 'day' } }] });
    expect(await instruct()).toMatchObject({ status: 403 });
  });
});
