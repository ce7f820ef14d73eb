import { unwrap } from '@kassa/result';
import { Pan, Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { type Log, maskText, openLog } from './index.ts';

const pan = '4000002760003184';

function logged(write: (log: Log) => void): string {
  const lines: string[] = [];
  write(
    openLog({ name: 'test', level: 'trace', destination: { write: (line) => lines.push(line) } }),
  );
  expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
  return lines.join('');
}

function failure(): Error {
  const inner = new Error(`refused ${pan}`);
  return Object.assign(new Error(`card ${pan} failed`, { cause: inner }), { pan, detail: { pan } });
}

const circular: Record<string, unknown> = { pan };
circular['self'] = circular;

// The canary: one card number, put wherever somebody may one day put one.
const places: readonly (readonly [string, (log: Log) => void])[] = [
  ['a message', (log) => log.info(`paid with ${pan}`)],
  ['a message in groups of four', (log) => log.info('paid with 4000 0027 6000 3184')],
  ['a message after an order number', (log) => log.info(`order 12 ${pan}`)],
  ['a message with a field', (log) => log.warn({ a: 1 }, `paid with ${pan}`)],
  ['a field with a harmless name', (log) => log.info({ note: pan })],
  ['a field that is a number', (log) => log.info({ note: Number(pan) })],
  ['a field that is a bigint', (log) => log.info({ note: BigInt(pan) })],
  ['a key', (log) => log.info({ [pan]: true })],
  ['a nested object', (log) => log.info({ a: [{ b: { c: `x ${pan}` } }] })],
  ['a map and a set', (log) => log.info({ m: new Map([[pan, pan]]), s: new Set([pan]) })],
  ['a circular object', (log) => log.info(circular)],
  ['an error', (log) => log.error(failure())],
  ['an error in a field', (log) => log.error({ err: failure() }, 'it failed')],
  ['a URL', (log) => log.info(`GET /v1/tokens?card[number]=${pan}&x=1`)],
  ['an encoded URL', (log) => log.info('GET /x?n=4000%200027%206000%203184')],
  ['a URL with plus signs', (log) => log.info({ url: 'https://x/?n=4000+0027+6000+3184' })],
  ['a URL object', (log) => log.info({ url: new URL(`https://x/?n=${pan}`) })],
  ['a whole frame', (log) => log.info({ frame: `0100723C4481280180001${pan}00000000000010000` })],
  ['JSON in text', (log) => log.info({ body: JSON.stringify({ card: { number: pan } }) })],
  ['a buffer', (log) => log.info({ frame: Buffer.from(pan) })],
  ['a Pan', (log) => log.info({ card: unwrap(Pan.parse(pan)), other: new Secret(pan) })],
  ['a child', (log) => log.child({ pan, note: pan }).info('x')],
  [
    'very deep',
    (log) => log.info({ a: { b: { c: { d: { e: { f: { g: { h: { i: pan } } } } } } } } }),
  ],
];

describe('the log', () => {
  test.each(places)('never shows a card number that is in %s', (_, write) => {
    const text = logged(write);
    expect(text.replaceAll(/[^0-9]/g, '')).not.toContain(pan);
    expect(text).not.toMatch(/4000.{0,3}0027.{0,3}6000.{0,3}3184/);
  });

  test.each([
    ['cvc', '123'],
    ['password', 'hunter2!'],
    ['client_secret', 'pi_1_secret_9'],
    ['authorization', 'Bearer sk_test_1'],
    ['code', '482913'],
    ['otp', '482913'],
    ['cavv', 'AAABBEg0VhI0VniQEjRWAAAAAAA='],
    ['controlKey', 'ck_1_secret'],
    ['accessToken', 'tok_99'],
    ['Set-Cookie', 'sid=9991'],
  ])('never shows the value of %s', (name, value) => {
    expect(logged((log) => log.info({ [name]: value, in: { [name]: value } }))).not.toContain(
      value,
    );
  });

  test('still shows what helps: times, references, error codes, hashes', () => {
    const fields = {
      rrn: '632603123456',
      at: 1_763_781_234_567,
      amountMinor: 10_000n,
      code: 'ECONNREFUSED',
      id: 'pi_01JDA9C2Q8Z6W1X4M5N7P3R0T2',
      sha: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    };
    const line = logged((log) => log.info(fields, 'settled'));
    for (const value of Object.values(fields)) expect(line).toContain(String(value));
    expect(line).toContain('settled');
  });

  test('names an error by its type, wherever it stands', () => {
    const line = JSON.parse(logged((log) => log.error(new TypeError('no such thing'))));
    expect(line.err).toMatchObject({ type: 'TypeError', message: 'no such thing' });
  });

  test('writes nothing below its level', () => {
    const lines: string[] = [];
    const log = openLog({ name: 'x', level: 'warn', destination: { write: (l) => lines.push(l) } });
    log.info('quiet');
    log.child({ a: 1 }).warn('loud');
    expect(lines).toHaveLength(1);
  });

  test('a text without a card number stays as it was', () => {
    const text = 'order 1234567890123456 at 2026-11-22 03:10:11, 12.50 BAM, BA391290079401028494';
    expect(maskText(text)).toBe(text);
  });
});
