// A dispute at the merchant's bank: charged to the merchant, answered or not, judged elsewhere; every
// step once, and the money of each as the clearing house settles it.

import {
  buildDisputeFile,
  type DisputeMessage,
  type DisputeStage,
  parseAcceptanceFile,
} from '@kassa/clearing-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prove } from '../index.ts';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, mid } from '../testing/messages.ts';

let it: TestBank;
let arn = '';

/** 100 sold, cleared, settled, and paid out on Monday. */
beforeEach(async () => {
  it = await openTestBank();
  await it.gateway.ask(authorization({ atMs: friday }));
  await it.gateway.ask(capture({ atMs: friday }));
  await it.moveTo('2026-11-20', '18:00');
  arn = it.network.files[0]?.items[0]?.arn ?? '';
  await it.moveTo('2026-11-23', '08:00');
  await it.advise({ amount: km(9_850) });
  await it.moveTo('2026-11-23', '20:00');
});
afterEach(async () => {
  const proof = await prove(it.database.db);
  await it.close();
  expect(proof).toMatchObject({ ok: true, findings: [] });
});

const message = (stage: DisputeStage, more: Partial<DisputeMessage> = {}): DisputeMessage => ({
  sequence: 1,
  stage,
  caseId: 'dsp_1',
  amount: km(10_000),
  arn,
  rrn: '632618000001',
  acquirerId: '070194',
  raisedAt: friday,
  reason: '10.4',
  documents: [],
  text: '',
  ...more,
});

async function bring(item: DisputeMessage, fileId: string, key = 'network-key') {
  const text = buildDisputeFile({
    header: {
      fileId,
      sender: '99900',
      receiver: '070194',
      businessDate: '2026-11-23',
      createdAt: friday,
    },
    items: [item],
  });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' };
  const url = `${it.bank.url}/clearing/disputes`;
  const answer = await it.client.postText(url, text, { headers });
  if (!answer.ok || answer.value.status !== 200) return answer.ok ? answer.value.status : 0;
  const read = parseAcceptanceFile(answer.value.body);
  return read.ok ? read.value.items[0]?.decision.outcome : read.error.reason;
}

type View = { id: string; state: string; lostBy: string | null; feeMinor: string; dueAtMs: number };

async function disputes(since = 0): Promise<View[]> {
  const { body } = await it.get(`/merchants/${mid}/disputes?since=${since}`);
  return Object(body).disputes;
}

async function act(what: 'representment' | 'declination' | 'acceptance', body: object) {
  const [{ id } = { id: '' }] = await disputes();
  const url = `${it.bank.url}/merchants/${mid}/disputes/${id}/${what}`;
  const headers = { authorization: 'Bearer gateway-key' };
  const answer = await it.client.postJson(url, body, { headers });
  return answer.ok ? answer.value.status : 0;
}

const payable = async () => (await it.balances())[`merchant:${mid}:payable`] ?? 0;

test('a chargeback is charged to the merchant with the fee of the contract, once', async () => {
  expect(await bring(message('chargeback'), 'F1', 'wrong')).toBe(401);
  expect(await bring(message('chargeback', { arn: '9'.repeat(23) }), 'F0')).toBe('rejected');
  for (const file of ['F1', 'F1', 'F2']) {
    expect(await bring(message('chargeback'), file)).toBe('accepted');
  }
  expect(await payable()).toBe(-13_000);
  expect(await it.balances()).toMatchObject({
    'revenue:dispute-fee': 3_000,
    'network:receivable': -10_000,
  });
  expect(await disputes()).toMatchObject([{ state: 'open', feeMinor: '3000' }]);
  expect(await disputes(Date.parse('2027-01-01'))).toEqual([]);
  expect((await it.get(`/merchants/${mid}/disputes`, 'other')).status).toBe(401);
  // The clearing house takes the money of the chargeback, and everything adds up.
  await it.moveTo('2026-11-24', '08:00');
  await it.advise({ amount: km(10_000), side: 'debit' });
  expect(await it.balances()).not.toHaveProperty('network:receivable');
  expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: true });
});

test('money that comes before its file waits for it', async () => {
  await it.advise({ amount: km(10_000), side: 'debit' });
  expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: false });
  await bring(message('chargeback'), 'F1');
  expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: true });
});

test('an answer goes to the network until it has it; won, the merchant is paid again', async () => {
  await bring(message('chargeback'), 'F1');
  it.network.clearingStatus = 503;
  const answer = { reference: 'a1', documents: ['delivery'], statement: 'Čeka vas – winning' };
  expect(await act('representment', answer)).toBe(200);
  expect(await act('representment', answer)).toBe(200);
  expect(await act('representment', { ...answer, reference: 'a2' })).toBe(409);
  expect(await act('acceptance', { reference: 'a3' })).toBe(409);
  expect(await disputes()).toMatchObject([{ state: 'answered' }]);
  it.network.clearingStatus = 200;
  await it.moveTo('2026-11-24', '12:00');
  expect(it.network.disputes.at(-1)?.items).toMatchObject([
    { stage: 'representment', caseId: 'dsp_1', documents: ['delivery'], text: 'Ceka vas winning' },
  ]);
  expect(await disputes()).toMatchObject([{ state: 'represented' }]);
  // Given back at once, and not to be judged yet.
  expect(await payable()).toBe(-3_000);
  for (const file of ['F3', 'F4']) expect(await bring(message('closing'), file)).toBe('accepted');
  expect(await disputes()).toMatchObject([{ state: 'won', lostBy: null }]);
  expect(await payable()).toBe(-3_000);

  // What is sold later pays for the fee: the report says so.
  await it.gateway.ask(authorization({ atMs: friday, rrn: '632618000002', stan: '000002' }));
  await it.gateway.ask(capture({ atMs: friday, rrn: '632618000002', stan: '000002' }));
  await it.moveTo('2026-11-24', '18:00');
  await it.moveTo('2026-11-26', '08:00');
  await it.advise({ amount: km(9_850), bookedOn: '2026-11-26' });
  await it.moveTo('2026-11-26', '10:00');
  const id = it.house.transfers.at(-1)?.messageId;
  const { body } = await it.get(`/merchants/${mid}/settlements/${id}`);
  expect(body).toMatchObject({ amountMinor: '6700', grossMinor: '10000', feeMinor: '3300' });
  const [dispute] = await disputes();
  expect(Object(body).items).toMatchObject([
    { kind: 'chargeback', netMinor: '-13000', feeMinor: '3000', disputeId: dispute?.id },
    { kind: 'chargeback_reversal', netMinor: '10000', feeMinor: '0', disputeId: dispute?.id },
    { kind: 'capture', netMinor: '9700', disputeId: null },
  ]);
});

test('an answer that does not convince is charged back again', async () => {
  await bring(message('chargeback'), 'F1');
  expect(await bring(message('second_chargeback'), 'F2')).toBe('rejected');
  await act('representment', { reference: 'a1', statement: 'losing_evidence' });
  await it.settle();
  expect(await bring(message('second_chargeback'), 'F3')).toBe('accepted');
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'judged' }]);
  expect(await it.balances()).not.toHaveProperty('disputes:held');
  expect(await payable()).toBe(-13_000);
});

test('an answer that the network rejects has lost', async () => {
  await bring(message('chargeback'), 'F1');
  it.network.disputeRefusal = 'too_late';
  await act('representment', { reference: 'a1' });
  await it.settle();
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'rejected' }]);
});

test('who gives up has lost, and who is silent until the day of the contract', async () => {
  await bring(message('chargeback'), 'F1');
  const [open] = await disputes();
  expect(new Date(open?.dueAtMs ?? 0).toISOString()).toBe('2026-12-13T22:59:00.000Z');
  expect(await act('acceptance', { reference: 'a1' })).toBe(200);
  expect(await act('representment', { reference: 'a2' })).toBe(409);
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'accepted' }]);
});

test('silence until the day of the contract has lost', async () => {
  await bring(message('chargeback'), 'F1');
  await it.moveTo('2026-12-13', '22:00');
  expect(await disputes()).toMatchObject([{ state: 'open' }]);
  await it.moveTo('2026-12-14', '07:00');
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'expired' }]);
  expect(await act('representment', { reference: 'a1' })).toBe(409);
});

/** Answered, represented, and asked once more. */
async function asked() {
  await bring(message('chargeback'), 'F1');
  await act('representment', { reference: 'a1', documents: ['receipt'] });
  await it.settle();
  for (const file of ['F2', 'F3']) {
    const more = {
      text: 'It was not me.',
      documents: ['police_report'],
      dueOn: '2026-12-24',
    } as const;
    expect(await bring(message('pre_arbitration', more), file)).toBe('accepted');
  }
}

const life = async () => {
  const [one] = await disputes();
  const { steps, moves } = Object(one);
  return {
    steps: Object.values(Object(steps)).map((step) => Object(step).kind),
    moves: Object.values(Object(moves)).map((move) => {
      const { kind, round, amountMinor, feeMinor } = Object(move);
      return `${kind} ${round} ${amountMinor} ${feeMinor}`;
    }),
  };
};
const twice = [
  'chargeback 1 -10000 3000',
  'chargeback_reversal 1 10000 0',
  'chargeback 2 -10000 0',
];

test('pre-arbitration takes the money again, and contested it goes to the network, once', async () => {
  await asked();
  expect(await payable()).toBe(-13_000);
  expect(await it.balances()).toMatchObject({ 'disputes:held': 10_000 });
  // The contract gives twenty days from the day it came.
  expect(await disputes()).toMatchObject([
    { state: 'pre_arbitration', dueAtMs: Date.parse('2026-12-13T22:59:00Z') },
  ]);
  it.network.clearingStatus = 503;
  const contest = { reference: 'a2', documents: ['delivery'], statement: 'She signed.' };
  for (const _ of ['once', 'and again']) expect(await act('declination', contest)).toBe(200);
  expect(await act('acceptance', { reference: 'a3' })).toBe(409);
  // Late duplicates are answered as they were.
  expect(await act('representment', { reference: 'a1' })).toBe(200);
  it.network.clearingStatus = 200;
  await it.restart();
  await it.moveTo('2026-11-24', '12:00');
  expect(it.network.disputes.at(-1)?.items).toMatchObject([
    { stage: 'declination', documents: ['delivery'], text: 'She signed.' },
  ]);
  for (const file of ['F4', 'F5']) {
    expect(await bring(message('arbitration'), file)).toBe('accepted');
  }
  expect(await disputes()).toMatchObject([{ state: 'declined' }]);
  expect((await prove(it.database.db)).findings).toEqual([]);
});

test.each([
  ['acquirer', undefined, 'won', -3_000, ['chargeback_reversal 2 10000 0']],
  ['issuer', -78_000, 'lost', -91_000, ['arbitration_fee 1 -78000 0']],
] as const)(
  'a ruling for the %s is booked once, with what it costs',
  async (favours, fee, state, owed, last) => {
    await asked();
    await act('declination', { reference: 'a2' });
    await it.settle();
    const ruling = { favours, text: 'So it is.', ...(fee && { fee: km(fee) }) } as const;
    for (const file of ['F6', 'F7'])
      expect(await bring(message('ruling', ruling), file)).toBe('accepted');
    expect(await disputes()).toMatchObject([{ state }]);
    expect(await payable()).toBe(owed);
    expect(await it.balances()).not.toHaveProperty('disputes:held');
    expect((await life()).moves).toEqual([...twice, ...last]);
    expect((await life()).steps).toEqual([
      ...['charged_back', 'answered', 'represented', 'pre_arbitration', 'contested', 'declined'],
      'ruled',
    ]);
    // What the clearing house will settle: the chargeback and the representment are nothing.
    const open = (await it.balances())['network:receivable'] ?? 0;
    expect(open).toBe(state === 'won' ? 0 : -88_000);
  },
);

test('what the merchant gives up goes to the network', async () => {
  await asked();
  expect(await act('acceptance', { reference: 'a2' })).toBe(200);
  await it.settle();
  expect(it.network.disputes.at(-1)?.items).toMatchObject([{ stage: 'acceptance' }]);
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'accepted' }]);
  expect(await payable()).toBe(-13_000);
  expect(await it.balances()).toMatchObject({ 'network:receivable': -10_000 });
  // The network heard us; what it says to both is no news.
  expect(await bring(message('acceptance'), 'F8')).toBe('accepted');
  expect((await life()).moves).toEqual(twice);
});

test('silence is giving in, by the network’s own word', async () => {
  await asked();
  await it.moveTo('2026-12-14', '07:00');
  expect(await act('declination', { reference: 'a2' })).toBe(409);
  expect(await disputes()).toMatchObject([{ state: 'pre_arbitration' }]);
  for (const file of ['F8', 'F9']) {
    expect(await bring(message('acceptance', { text: 'No answer.' }), file)).toBe('accepted');
  }
  expect(await disputes()).toMatchObject([{ state: 'lost', lostBy: 'expired' }]);
  expect(await it.balances()).not.toHaveProperty('disputes:held');
});
