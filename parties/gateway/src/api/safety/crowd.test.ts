// Too many at once, and for a long time: a key that asks too often is told to wait, and rubbish leaves
// nothing behind in memory.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  openSurroundings,
  type Program,
  type Surroundings,
} from '../../testing/gateway-program.ts';
import { type Raw, sendRaw } from '../../testing/send-raw.ts';
import { startTestGateway, until } from '../../testing/test-gateway.ts';

describe('a key that asks too often', () => {
  test('is answered 429 and told to come back; another key is not, and a moment later it may', async () => {
    await using gateway = await startTestGateway({ rateLimit: { perSecond: 2, burst: 5 } });
    const ask = (key: string) =>
      sendRaw(gateway, {
        method: 'GET',
        path: '/v1/balance',
        headers: { authorization: `Bearer ${key}` },
      });
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask('sk_test_diva')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    for (const { headers, text } of refused) {
      expect(headers.get('stripe-should-retry')).toBe('true');
      expect(headers.get('content-type')).toContain('application/json');
      expect(JSON.parse(text)).toMatchObject({
        error: { type: 'rate_limit_error', code: 'rate_limit', message: expect.any(String) },
      });
    }
    expect((await ask('sk_test_nordlys')).status).toBe(200);
    await until(async () => (await ask('sk_test_diva')).status === 200, 'the bucket fills again');
  });
});

describe('memory', () => {
  let surroundings: Surroundings;
  let program: Program;
  beforeAll(async () => {
    surroundings = await openSurroundings();
    program = await surroundings.start({ rateLimit: { perSecond: 100_000, burst: 100_000 } });
  });
  afterAll(() => surroundings[Symbol.asyncDispose]());

  const stretchesMax = 6;
  const json = 'application/json';
  const path = '/v1/payment_intents';
  const post = (body: string, type?: string): Raw => ({
    ...{ method: 'POST', path, body },
    ...(type === undefined ? {} : { type }),
  });
  const rubbish: readonly ((at: number) => Raw)[] = [
    () => post('description=%00'),
    () => post(`a${'[b]'.repeat(9)}=1`),
    () => post(Array.from({ length: 1001 }, (_, at) => `f${at}=1`).join('&')),
    () => post(`[${'['.repeat(200_000)}`, json),
    () => post('{"__proto__":{"a":1}}', json),
    (at) => post(`amount=1&currency=bam&metadata[k${at}]=${'x'.repeat(600)}`),
    (at) => ({ method: 'GET', path: `${path}/pi_${at}${'x'.repeat(280)}` }),
    (at) => ({ method: 'GET', path: `/v1/${at}/nothing` }),
    (at) => ({ ...post('amount=x'), headers: { 'idempotency-key': `key-${at}` } }),
    (at) => ({ ...post(''), headers: { authorization: `Bearer sk_test_${at}` } }),
  ];

  /** Resident, in megabytes, as the system counts it. */
  function residentMb(): number {
    const { pid } = program.child;
    const file = `/proc/${pid}/status`;
    const text = existsSync(file)
      ? (readFileSync(file, 'utf8').split('VmRSS:')[1] ?? '')
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return Number.parseInt(text, 10) / 1024;
  }

  async function ask(count: number): Promise<void> {
    for (let at = 0; at < count; at += rubbish.length) {
      const answers = await Promise.all(
        rubbish.map((make, kind) => sendRaw(program, make(at + kind))),
      );
      for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
      for (const { status } of answers) expect(status).toBeLessThan(500);
    }
  }

  // What a leak of one body each comes to is 40 MB and more in every stretch; a heap that has merely
  // not been swept yet stops growing.
  test('stops growing while thousands of rubbish requests come', async () => {
    await ask(1_000);
    const measured = [residentMb()];
    const growth = () => (measured.at(-1) ?? 0) - (measured.at(-2) ?? 0);
    do {
      await ask(2_000);
      measured.push(residentMb());
    } while (growth() >= 30 && measured.length < stretchesMax);
    const said = measured.map((mb) => `${mb.toFixed(0)} MB`).join(', ');
    process.stdout.write(`after 1,000 rubbish requests, and every 2,000 more: ${said}\n`);
    expect(growth(), said).toBeLessThan(30);
  }, 240_000);
});
