import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { constantTimeEqual, loadOrCreateKey, openEnvelope, randomToken } from './index.ts';

const key = () => new Secret(randomBytes(32));
const pan = '4242424242424242';

describe('the envelope', () => {
  const old = openEnvelope({ currentId: 'k1', keys: { k1: key() } });
  const k1 = key();
  const first = openEnvelope({ currentId: 'k1', keys: { k1 } });
  const second = openEnvelope({ currentId: 'k2', keys: { k1, k2: key() } });

  test('opens what it sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, context) => {
        const opened = unwrap(first.open(first.seal(plain, context), context));
        expect(Buffer.from(opened).equals(Buffer.from(plain))).toBe(true);
      }),
    );
  });

  test('shows nothing of the value, and never the same twice', () => {
    const [a, b] = [first.seal(pan, 'pm_1'), first.seal(pan, 'pm_1')];
    expect(a).not.toBe(b);
    expect(a).not.toContain(Buffer.from(pan).toString('base64url').slice(0, 12));
  });

  test('does not open in another row, with another key, or with one character changed', () => {
    const sealed = first.seal(pan, 'pm_1');
    expect(first.open(sealed, 'pm_2')).toEqual({ ok: false, error: { code: 'not_authentic' } });
    expect(old.open(sealed, 'pm_1')).toEqual({ ok: false, error: { code: 'not_authentic' } });
    const body = sealed.indexOf('.', 4) + 1;
    for (let at = body; at < sealed.length - 1; at++) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(first.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'pm_1').ok).toBe(false);
    }
  });

  test.each(['', 'v1', 'v1.k1.x', 'v2.k1.aa.bb', 'v1.k1.aa.bb', 'v1.k1.!.?'])(
    'refuses %j without a crash',
    (text) => {
      expect(first.open(text, 'x').ok).toBe(false);
    },
  );

  test('a new key opens old values and re-wraps them', () => {
    const sealed = first.seal(pan, 'pm_1');
    expect(Buffer.from(unwrap(second.open(sealed, 'pm_1'))).toString()).toBe(pan);
    const moved = unwrap(second.rewrap(sealed, 'pm_1'));
    expect(moved).toMatch(/^v1\.k2\./);
    expect(Buffer.from(unwrap(second.open(moved, 'pm_1'))).toString()).toBe(pan);
    expect(first.open(moved, 'pm_1')).toEqual({ ok: false, error: { code: 'unknown_key' } });
  });

  test('a keyring without its current key, or with a short one, is refused at the start', () => {
    expect(() => openEnvelope({ currentId: 'k2', keys: { k1: key() } })).toThrow(/no key k2/);
    const short = new Secret(randomBytes(16));
    expect(() => openEnvelope({ currentId: 'k1', keys: { k1: short } })).toThrow(/32 bytes/);
  });
});

describe('a key file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kassa-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is made once, readable by its owner only, and read again', () => {
    const path = join(folder, 'keys', 'vault.key');
    const made = loadOrCreateKey(path).reveal();
    expect(made.byteLength).toBe(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    expect(loadOrCreateKey(path).reveal().equals(made)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('that is damaged is refused by name, not replaced', () => {
    const path = join(folder, 'bad.key');
    writeFileSync(path, 'not a key');
    expect(() => loadOrCreateKey(path)).toThrow(/bad\.key is not a key/);
    expect(readFileSync(path, 'utf8')).toBe('not a key');
  });
});

test('tokens are of their length and differ; comparison knows equal from other', () => {
  expect(randomToken(32)).toMatch(/^[\w-]{43}$/);
  expect(randomToken(32)).not.toBe(randomToken(32));
  expect(constantTimeEqual('abc', 'abc')).toBe(true);
  expect(constantTimeEqual('abc', 'abd')).toBe(false);
  expect(constantTimeEqual('abc', 'ab')).toBe(false);
});
