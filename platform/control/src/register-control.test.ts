import { testDatabase } from '@kassa/database';
import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { Secret } from '@kassa/secret';
import { virtualClock } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clockMoved,
  migrations,
  openSchedule,
  position,
  proofReport,
  registerControl,
} from './index.ts';

const day = 86_400_000;
const key = 'control-key-of-the-test';
const clock = virtualClock({ offsetMs: 0 });
const done: string[] = [];
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await testDatabase([migrations]);
  const common = { zone: 'UTC', calendar: 'ba' as const };
  const schedule = await openSchedule({
    db: opened.db,
    clock,
    log: silentLog,
    tasks: [
      { ...common, name: 'close', at: '00:00', run: async (on) => void done.push(`run ${on}`) },
    ],
  });
  const app = openHttp({ name: 'party', log: silentLog });
  registerControl(app, {
    key: new Secret(key),
    clock,
    party: 'issuer-plava',
    db: opened.db,
    schedule,
    prove: async () => ({ party: 'issuer-plava', ok: true, findings: [], counts: { entries: 2 } }),
    trace: async (reference) => [{ at: 1, what: `authorized ${reference}` }],
    drain: async () => void done.push('drain'),
    positions: async () => [{ with: 'klir', what: 'settlement', currency: 'BAM', minor: '-5' }],
  });
  url = await listen(app, { host: '127.0.0.1', port: 0 });
  close = async () => {
    await app.close();
    await schedule.stop();
    await opened.close();
  };
});
afterAll(() => close());

const ask = (path: string, init: RequestInit = {}, bearer: string | null = key) =>
  fetch(`${url}/_kassa/${path}`, {
    ...init,
    headers: {
      'content-type': 'application/json',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
  });
const move = (offsetMs: unknown) =>
  ask('clock', { method: 'POST', body: JSON.stringify({ offsetMs }) });

describe('the control door', () => {
  test('tells everybody its health, and the rest to the key alone', async () => {
    const health = await ask('health', {}, null);
    expect(await health.json()).toEqual({ party: 'issuer-plava', ok: true, details: {} });
    for (const path of ['clock', 'prove', 'positions', 'trace/123']) {
      expect((await ask(path, {}, null)).status).toBe(401);
      expect((await ask(path, {}, `${key}x`)).status).toBe(401);
      expect((await ask(path)).status).toBe(200);
    }
    expect((await ask('clock', { method: 'POST', body: '{"offsetMs":5}' }, null)).status).toBe(401);
    expect(clock.offsetMs()).toBe(0);
  });

  test('moves the clock on, drains, and answers what ran', async () => {
    const moved = clockMoved.parse(await (await move(8 * day)).json());
    expect(moved.offsetMs).toBe(8 * day);
    expect(moved.ran.length).toBeGreaterThanOrEqual(4);
    expect(moved.nextDueMs).toBeGreaterThan(moved.nowMs);
    expect(done[0]).toBe('drain');
    expect(done.at(-1)).toBe('drain');
    const back = clockMoved.parse(await (await move(day)).json());
    expect(back).toMatchObject({ offsetMs: 8 * day, ran: [] });
    expect((await move('soon')).status).toBe(400);
  });

  test('answers proof, positions and the story of a reference', async () => {
    expect(proofReport.parse(await (await ask('prove')).json()).ok).toBe(true);
    const positions: unknown = await (await ask('positions')).json();
    expect(Array.isArray(positions) && positions.map((one) => position.parse(one))).toHaveLength(1);
    expect(await (await ask('trace/123456789012')).json()).toEqual([
      { at: 1, what: 'authorized 123456789012' },
    ]);
  });
});
