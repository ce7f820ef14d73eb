// A dispute through the network: chargeback, representment, second chargeback or closing; each netted
// with the presentments of its cycle, brought to the other side once, and provable at every step.

import {
  buildDisputeFile,
  buildPresentmentFile,
  type DisputeMessage,
  parseAcceptanceFile,
  parseDisputeFile,
} from '@kassa/clearing-file';
import { readPacs009 } from '@kassa/iso20022';
import { balances } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { addBankingDays, addDays, atZone, type PlainDate } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookId, paths } from '../book/chart.ts';
import { positions, prove } from '../book/prove.ts';
import { authorizationRequest } from '../testing/messages.ts';
import { presentment } from '../testing/presentments.ts';
import { openWorld, type World } from '../testing/world.ts';

const bam = unwrap(currencyOf('BAM'));
const zone = 'Europe/Sarajevo';
const [issuer, acquirer] = [
  { id: '70002', key: 'plava-key' },
  { id: '70001', key: 'zelena-key' },
];
let world: World;
let files = 0;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const header = (fileId: string, sender: string) => ({
  fileId,
  sender,
  receiver: '99900',
  businessDate: '2026-11-20',
  createdAt: Date.parse('2026-11-20T13:00:00Z'),
});

async function post(path: string, text: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  return unwrap(await world.http.postText(`${world.network.url}${path}`, text, { headers }));
}

/** A hundred, authorized and presented; the dispute of it. */
async function purchase(eci: string): Promise<DisputeMessage> {
  count += 1;
  const stan = String(count).padStart(6, '0');
  const request = authorizationRequest({ stan, minor: 10_000n, atMs: world.clock.nowMs() });
  const answer = await world.acquirer.ask(request);
  const item = presentment({
    rrn: answer.fields[37] ?? '',
    arn: `0700016325130000${stan}1`,
    amount: money(bam, 10_000),
    capturedAt: Math.floor(world.clock.nowMs() / 1000) * 1000,
    eci,
  });
  const text = buildPresentmentFile({ header: header(`clf_${stan}`, acquirer.id), items: [item] });
  const taken = await post('/clearing/presentments', text, acquirer.key);
  expect(unwrap(parseAcceptanceFile(taken.body)).items[0]?.decision.outcome).toBe('accepted');
  return {
    sequence: 1,
    stage: 'chargeback',
    caseId: `dsp_${stan}`,
    amount: item.amount,
    arn: item.arn,
    rrn: item.rrn,
    acquirerId: acquirer.id,
    raisedAt: item.capturedAt,
    reason: '10.4',
    documents: [],
    text: '',
  };
}

async function send(item: DisputeMessage, from = issuer, fileId = `dsf_${++files}`) {
  const text = buildDisputeFile({ header: header(fileId, from.id), items: [item] });
  const answer = await post('/clearing/disputes', text, from.key);
  if (answer.status !== 200) return String(answer.status);
  const [one] = unwrap(parseAcceptanceFile(answer.body)).items;
  return one?.decision.outcome === 'rejected' ? one.decision.reason : one?.decision.outcome;
}

/** A purchase of a hundred that was charged back and represented, and both have heard of it. */
async function represented(more: Partial<DisputeMessage> = {}): Promise<DisputeMessage> {
  const claim = { ...(await purchase('07')), ...more };
  await cycleOf(next());
  expect(await send({ ...claim, documents: [] })).toBe('accepted');
  await cycleOf(next());
  expect(await send({ ...claim, stage: 'representment' }, acquirer)).toBe('accepted');
  await cycleOf(next());
  return claim;
}

let today: PlainDate = '2026-11-26';
const next = (days = 1): PlainDate => {
  today = addBankingDays('ba', days > 1 ? addDays(today, days - 1) : today, 1);
  return today;
};

/** The last that was brought to a bank of one case. */
const lastTold = (key: string, caseId: string) =>
  world.web.disputes
    .filter((one) => one.key === key)
    .flatMap(({ text }) => unwrap(parseDisputeFile(text)).items)
    .findLast((item) => item.caseId === caseId);
const feesEarned = async () =>
  (await balances(world.database.db, { accountId: bookId })).find(
    ({ path }) => path === paths.disputeFees,
  )?.posted.minor ?? 0n;

async function cycleOf(day: PlainDate) {
  const atMs = atZone(day, '20:00', zone);
  const offsetMs = Math.ceil(world.clock.offsetMs() + atMs - world.clock.nowMs()) + 1000;
  const url = `${world.network.url}/_kassa/clock`;
  const headers = { authorization: 'Bearer control' };
  await world.http.postJson(url, { offsetMs }, { headers });
}

const open = async () =>
  Object.fromEntries(
    (await positions(world.database.db)).map(({ with: party, minor }) => [party, minor]),
  );
const brought = () =>
  world.web.disputes.map(({ key, text }) => {
    const { header: head, items } = unwrap(parseDisputeFile(text));
    return [key, head.receiver, ...items.map(({ stage, caseId }) => `${stage} ${caseId}`)];
  });
const nets = (at: number) =>
  unwrap(readPacs009(world.web.instructions.at(at) ?? '')).transfers.map(
    ({ debtor, creditor, amount }) => `${debtor} ${creditor} ${amount.minor}`,
  );

test('a chargeback goes back the way the purchase came, netted with it, and is told once', async () => {
  const claim = await purchase('07');
  const vouched = await purchase('05');
  expect(await send(claim)).toBe('not_cleared');
  await cycleOf('2026-11-20');
  expect(await open()).toEqual({ 'acquirer-zelena': '-19700', 'issuer-plava': '19760' });

  expect(await send(claim, { ...issuer, key: 'wrong' })).toBe('401');
  expect(await send(claim, { ...issuer, key: acquirer.key })).toBe('403');
  expect(await send(vouched)).toBe('authenticated');
  expect(await send(claim, issuer, 'dsf_claim')).toBe('accepted');
  expect(await send(claim, issuer, 'dsf_claim')).toBe('accepted');
  expect(await send(claim)).toBe('duplicate');
  // The issuer knows, the acquirer does not yet.
  expect(await open()).toEqual({ 'acquirer-zelena': '-19700', 'issuer-plava': '9760' });
  expect((await prove(world.database.db)).findings).toEqual([]);

  world.web.state.isDown = true;
  await cycleOf('2026-11-23');
  expect(brought()).toEqual([]);
  world.web.state.isDown = false;
  await cycleOf('2026-11-23');
  await cycleOf('2026-11-23');
  expect(brought()).toEqual([['zelena-key', '70001', 'chargeback dsp_000001']]);
  expect(nets(-1)).toEqual(['ZELENA MOZAIK 10000', 'MOZAIK PLAVA 10000']);
  expect(await open()).toEqual({ 'acquirer-zelena': '-9700', 'issuer-plava': '9760' });
  expect((await prove(world.database.db)).findings).toEqual([]);
});

test('a representment turns it round, and a second chargeback once more', async () => {
  const claim = { caseId: 'dsp_000001', stage: 'representment' } as const;
  const [first] = world.web.disputes;
  const [chargeback] = unwrap(parseDisputeFile(first?.text ?? '')).items;
  if (!chargeback) throw new Error('no chargeback was brought');
  const answer: DisputeMessage = {
    ...chargeback,
    ...claim,
    documents: ['delivery', 'receipt'],
    text: 'Signed for on 12 November.',
  };
  expect(await send({ ...answer, stage: 'second_chargeback' })).toBe('representment_unknown');
  expect(await send(answer, acquirer)).toBe('accepted');
  await cycleOf('2026-11-24');
  expect(brought().at(-1)).toEqual(['plava-key', '70002', 'representment dsp_000001']);
  const told = unwrap(parseDisputeFile(world.web.disputes.at(-1)?.text ?? '')).items[0];
  expect(told).toMatchObject({ documents: ['delivery', 'receipt'], text: answer.text });
  expect(await open()).toEqual({ 'acquirer-zelena': '-19700', 'issuer-plava': '19760' });

  expect(await send({ ...chargeback, stage: 'second_chargeback' })).toBe('accepted');
  expect(await send({ ...chargeback, stage: 'closing' })).toBe('answered_before');
  await cycleOf('2026-11-26');
  expect(await open()).toEqual({ 'acquirer-zelena': '-9700', 'issuer-plava': '9760' });
  expect((await prove(world.database.db)).findings).toEqual([]);
});

test('pre-arbitration, declined and filed, is ruled for the issuer; the loser pays both fees', async () => {
  const claim = await represented();
  const before = await open();
  const insists = { ...claim, stage: 'pre_arbitration', text: 'It was not me.' } as const;
  expect(await send(insists, issuer, 'dsf_pre')).toBe('accepted');
  // The file again, after a restart: the same answer, and nothing a second time.
  await world.restart();
  expect(await send(insists, issuer, 'dsf_pre')).toBe('accepted');
  expect(await send(insists)).toBe('duplicate');
  await cycleOf(next());
  expect(lastTold('zelena-key', claim.caseId)).toMatchObject({
    stage: 'pre_arbitration',
    text: 'It was not me.',
    dueOn: addDays(today, 30),
  });
  expect(await send({ ...claim, stage: 'declination', documents: ['receipt'] }, acquirer)).toBe(
    'accepted',
  );
  await cycleOf(next());
  expect(lastTold('plava-key', claim.caseId)).toMatchObject({
    stage: 'declination',
    dueOn: addDays(today, 10),
  });
  expect(await open()).toEqual(before);
  expect(await send({ ...claim, stage: 'arbitration' })).toBe('accepted');
  expect(await feesEarned()).toBe(290_00n);
  expect((await prove(world.database.db)).findings).toEqual([]);
  await cycleOf(next());
  expect(lastTold('zelena-key', claim.caseId)).toMatchObject({ stage: 'arbitration' });

  // The day of the ruling; whoever is told dies half-way, and is told again.
  world.web.state.isDown = true;
  await cycleOf(next(5));
  expect(lastTold('zelena-key', claim.caseId)).toMatchObject({ stage: 'arbitration' });
  world.web.state.isDown = false;
  await cycleOf(today);
  await cycleOf(today);
  const ruling = { stage: 'ruling', favours: 'issuer', text: /Nothing that the merchant shows/ };
  for (const [key, paid] of [
    ['zelena-key', -780_00],
    ['plava-key', 290_00],
  ] as const) {
    const { text, ...rest } = ruling;
    expect(lastTold(key, claim.caseId)).toMatchObject({ ...rest, fee: money(bam, paid) });
    expect(lastTold(key, claim.caseId)?.text).toMatch(text);
  }
  expect(await feesEarned()).toBe(780_00n);
  expect(nets(-1)).toEqual(['ZELENA MOZAIK 88000', 'MOZAIK PLAVA 39000']);
  expect((await prove(world.database.db)).findings).toEqual([]);
});

test('the issuer that is wrong has paid to file, and pays for the ruling', async () => {
  const earned = await feesEarned();
  const claim = await represented({ reason: '13.1' });
  expect(await send({ ...claim, stage: 'pre_arbitration' })).toBe('accepted');
  await cycleOf(next());
  const shown: DisputeMessage = { ...claim, stage: 'declination', documents: ['delivery'] };
  expect(await send(shown, acquirer)).toBe('accepted');
  await cycleOf(next());
  expect(await send({ ...claim, stage: 'arbitration' })).toBe('accepted');
  await cycleOf(next());
  await cycleOf(next(5));
  expect(lastTold('plava-key', claim.caseId)).toMatchObject({
    ...{ stage: 'ruling', favours: 'acquirer', fee: money(bam, -490_00) },
  });
  expect(lastTold('zelena-key', claim.caseId)?.fee).toBeUndefined();
  expect(nets(-1)).toEqual(['PLAVA MOZAIK 49000']);
  expect((await feesEarned()) - earned).toBe(780_00n);
  expect((await prove(world.database.db)).findings).toEqual([]);
});

test('silence is taken for an answer, each time once', async () => {
  const asked = await represented();
  const left = await represented();
  expect(await send({ ...asked, stage: 'pre_arbitration' })).toBe('accepted');
  await cycleOf(next());
  // The last day has passed for both: the acquirer has given in, the issuer has let it stand.
  await cycleOf(next(35));
  for (const key of ['zelena-key', 'plava-key']) {
    expect(lastTold(key, asked.caseId)).toMatchObject({ stage: 'acceptance' });
    expect(lastTold(key, left.caseId)).toMatchObject({ stage: 'closing' });
  }
  expect(nets(-1)).toEqual(['ZELENA MOZAIK 10000', 'MOZAIK PLAVA 10000']);
  expect(await send({ ...asked, stage: 'declination' }, acquirer)).toBe('answered_before');
  expect((await prove(world.database.db)).findings).toEqual([]);
});
