import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { sign, verify } from './index.ts';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../shared/vectors');
const list = join(vectors, 'webhooks/stripe-format.json');

const now = 1_764_000_000;
const body = '{"id":"evt_1","object":"event","name":"Šćepan €"}';
const signed = sign(body, 'whsec_one', now);
const official = new Stripe('sk_test_unused').webhooks;

type Vector = { secret: string; t: number; payload: string; header: string };

describe('a signature', () => {
  const absent = existsSync(list) ? '' : ` (skipped: ${list} is not there)`;
  test.skipIf(absent)(`is the one that others publish${absent}`, () => {
    const published: Vector[] = JSON.parse(readFileSync(list, 'utf8'));
    expect(published.length).toBeGreaterThan(0);
    for (const { secret, t, payload, header } of published) {
      expect(sign(payload, secret, t)).toBe(header);
      expect(verify(payload, header, [secret], 300, t).ok).toBe(true);
    }
  });

  test('is accepted by the official client, and its own by us', () => {
    fc.assert(
      fc.property(fc.json(), fc.stringMatching(/^whsec_\w{1,40}$/), (payload, secret) => {
        const seconds = Math.floor(Date.now() / 1000);
        const header = sign(payload, secret, seconds);
        expect(official.constructEvent(payload, header, secret)).toEqual(JSON.parse(payload));
        const theirs = official.generateTestHeaderString({ payload, secret, timestamp: seconds });
        expect(verify(payload, theirs, [secret], 300, seconds).ok).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('of two secrets is accepted by the holder of either', () => {
    const header = sign(body, ['whsec_old', 'whsec_new'], now);
    expect(header.match(/v1=/g)).toHaveLength(2);
    for (const secret of ['whsec_old', 'whsec_new']) {
      expect(verify(body, header, [secret], 300, now).ok).toBe(true);
    }
    expect(verify(body, signed, ['whsec_other', 'whsec_one'], 300, now).ok).toBe(true);
  });

  test('covers the bytes, not the text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b]);
    expect(verify(bytes, sign(bytes, 'whsec_one', now), ['whsec_one'], 300, now).ok).toBe(true);
    expect(sign(Buffer.from(body), 'whsec_one', now)).toBe(signed);
  });
});

describe('a refusal', () => {
  const hex = signed.slice(signed.indexOf('v1='));
  test.each([
    ['an empty header', '', body, now, 'malformed_header'],
    ['no time', hex, body, now, 'malformed_header'],
    ['two times', `t=${now},t=${now},${hex}`, body, now, 'malformed_header'],
    ['a time that is no number', `t=now,${hex}`, body, now, 'malformed_header'],
    ['an endless header', `t=${now},${'v0=00,'.repeat(2000)}${hex}`, body, now, 'malformed_header'],
    ['too many signatures', `t=${now}${',v1=00'.repeat(17)}`, body, now, 'malformed_header'],
    ['no signature', `t=${now}`, body, now, 'no_signature'],
    ['another scheme only', `t=${now},v0=${hex.slice(3)}`, body, now, 'no_signature'],
    ['a changed body', signed, `${body} `, now, 'wrong_signature'],
    ['a changed time', `t=${now + 1},${hex}`, body, now, 'wrong_signature'],
    ['a cut signature', signed.slice(0, -2), body, now, 'wrong_signature'],
    ['letters for hex', `t=${now},v1=${'zz'.repeat(32)}`, body, now, 'wrong_signature'],
    ['a replay', signed, body, now + 301, 'too_old'],
    ['a clock behind', signed, body, now - 301, 'too_new'],
    ['the last second', signed, body, now + 300, undefined],
    ['spaces between', `t=${now}, ${hex}`, body, now, undefined],
  ])('%s', (_, header, payload, seconds, code) => {
    const result = verify(payload, header, ['whsec_one'], 300, seconds);
    expect(result.ok ? undefined : result.error.code).toBe(code);
  });

  test('without any secret nothing fits', () => {
    expect(verify(body, signed, [], 300, now).ok).toBe(false);
    expect(() => sign(body, [], now)).toThrow('secret');
    expect(() => sign(body, 'whsec_one', 1.5)).toThrow('seconds');
  });

  test('no header whatever crashes it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string(), (header, payload) => {
        expect(verify(payload, header, ['whsec_one'], 300, now).ok).toBe(false);
      }),
    );
  });
});
