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
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { atZone, type PlainDate } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
