// The programs of docs/api.md run as they stand there.

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { merchant, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  const tezga = merchant('tezga', 'BAM');
  const platform = { ...tezga, acquirer: { ...tezga.acquirer, payouts: 'instructed' as const } };
  gateway = await startTestGateway({ merchants: [merchant('diva', 'BAM'), platform] });
});
afterAll(() => gateway.close());

const guide = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
const programs = [...guide.matchAll(/```js\n([^`]+)```/g)].map(([, program = '']) => program);

test('the guide has its programs', () => {
  expect(programs.length).toBeGreaterThanOrEqual(3);
  expect(programs[0]?.trim().split('\n').length).toBeLessThanOrEqual(10);
});

test.each(programs)('%#', async (program) => {
  const said: unknown[][] = [];
  const { port } = new URL(gateway.url);
  // The world's port is another than the test's; the first program makes its own client.
  const code = program.replace(/^import .*$/m, '').replace('port: 4001', `port: ${port}`);
  await runInNewContext(`(async () => {${code}})()`, {
    Stripe,
    stripe: gateway.stripe,
    console: { log: (...words: unknown[]) => said.push(words) },
  });
  for (const [word] of said) expect(word).toBeTruthy();
  if (program === programs[0]) {
    expect(said).toEqual([['succeeded', expect.stringMatching(/^ch_/)]]);
  }
});
