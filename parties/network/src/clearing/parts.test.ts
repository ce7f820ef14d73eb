// Several presentments of one authorization, over several files and days, and one that has grown.

import { buildPresentmentFile, type Presentment, parseAcceptanceFile } from '@kassa/clearing-file';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove } from '../book/prove.ts';
import { authorizationRequest, incrementRequest } from '../testing/messages.ts';
import { presentment } from '../testing/presentments.ts';
import { openWorld, type World } from '../testing/world.ts';

const bam = unwrap(currencyOf('BAM'));
let world: World;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  await world.reachable();
});
afterAll(() => world.close());

const next = () => {
  count += 1;
  return String(count).padStart(6, '0');
};

type Part = {
  readonly rrn: string;
  readonly minor: number;
  readonly part?: [number, number | null];
};

function item({ rrn, minor, part }: Part): Presentment {
  return presentment({
    rrn,
    arn: `0700016325130000${next()}1`,
    amount: money(bam, minor),
    capturedAt: Math.floor(world.clock.nowMs() / 1000) * 1000,
    ...(part && { clearing: { number: part[0], count: part[1] } }),
  });
}

/** What is said of each item, all in one file. */
async function present(...items: readonly Presentment[]): Promise<string[]> {
  const text = buildPresentmentFile({
    header: {
      fileId: `clf_${next()}`,
      sender: '70001',
      receiver: '99900',
      businessDate: '2026-11-20',
      createdAt: world.clock.nowMs(),
    },
    items: items.map((one, index) => ({ ...one, sequence: index + 1 })),
  });
  const headers = { authorization: 'Bearer zelena-key' };
  const url = `${world.network.url}/clearing/presentments`;
  const answer = unwrap(await world.http.postText(url, text, { headers }));
  return unwrap(parseAcceptanceFile(answer.body)).items.map(({ decision }) =>
    decision.outcome === 'rejected' ? decision.reason : 'accepted',
  );
}

async function authorized(incrementMinor?: bigint): Promise<string> {
  const request = authorizationRequest({ stan: next(), atMs: world.clock.nowMs() });
  expect((await world.acquirer.ask(request)).fields[39]).toBe('00');
  if (incrementMinor !== undefined) {
    const more = { stan: next(), minor: incrementMinor, atMs: world.clock.nowMs() };
    const answer = await world.acquirer.ask(incrementRequest(request, more));
    expect(answer.fields[39]).toBe('00');
  }
  return request.fields[37] ?? '';
}

test('parts come in files of their own, each once, up to what is authorized', async () => {
  const rrn = await authorized();
  expect(await present(item({ rrn, minor: 30_00, part: [1, null] }))).toEqual(['accepted']);
  expect(
    await present(
      item({ rrn, minor: 30_00, part: [1, null] }),
      item({ rrn, minor: 70_01, part: [2, null] }),
      item({ rrn, minor: 20_00, part: [2, null] }),
    ),
  ).toEqual(['duplicate', 'amount_exceeds_authorization', 'accepted']);
  expect(await present(item({ rrn, minor: 10_00, part: [3, 3] }))).toEqual(['accepted']);
  expect(await present(item({ rrn, minor: 1, part: [4, null] }))).toEqual([
    'amount_exceeds_authorization',
  ]);
});

test('refunds of all parts together never exceed what was presented', async () => {
  const rrn = await authorized();
  await present(
    item({ rrn, minor: 30_00, part: [1, null] }),
    item({ rrn, minor: 20_00, part: [2, 2] }),
  );
  const refund = (minor: number) => ({
    ...item({ rrn: `R${next()}00000`, minor }),
    isCredit: true,
    originalRrn: rrn,
  });
  expect(await present(refund(40_00), refund(10_01), refund(10_00))).toEqual([
    'accepted',
    'refund_exceeds_purchase',
    'accepted',
  ]);
});

test('one presentment clears a raised authorization up to its new total', async () => {
  const [rrn, other] = [await authorized(50_00n), await authorized(50_00n)];
  expect(await present(item({ rrn, minor: 150_00 }), item({ rrn: other, minor: 150_01 }))).toEqual([
    'accepted',
    'amount_exceeds_authorization',
  ]);
  expect(await prove(world.database.db)).toMatchObject({ ok: true, findings: [] });
});
