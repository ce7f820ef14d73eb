// Outside evidence: Google's Wycheproof vectors (../shared/vectors, or KASSA_VECTORS).

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { gcmOpen, gcmSeal } from './aes-gcm.ts';
import { keyedHash } from './index.ts';

type Group<T> = { keySize: number; ivSize?: number; tagSize: number; tests: (T & Case)[] };
type Case = {
  tcId: number;
  comment: string;
  key: string;
  msg: string;
  tag: string;
  result: string;
};
type GcmCase = { iv: string; aad: string; ct: string };

const besideTheRepository = fileURLToPath(new URL('../../../../shared/vectors', import.meta.url));
const folder = `${process.env['KASSA_VECTORS'] ?? besideTheRepository}/crypto-wycheproof`;
const missing = !existsSync(folder);
const reason = missing ? ` (skipped: no vectors in ${folder})` : '';

function groups<T>(file: string): Group<T>[] {
  return missing ? [] : JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).testGroups;
}

const hex = (text: string) => Buffer.from(text, 'hex');

describe.skipIf(missing)(`Wycheproof${reason}`, () => {
  test('AES-256-GCM: every valid case seals and opens, every invalid one is refused', () => {
    // The envelope uses one shape only: 256-bit key, 96-bit nonce, 128-bit tag.
    const ours = groups<GcmCase>('aes_gcm_test.json').filter(
      (group) => group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128,
    );
    const cases = ours.flatMap((group) => group.tests);
    expect(cases.length).toBeGreaterThan(50);
    for (const one of cases) {
      const [key, iv, aad] = [hex(one.key), hex(one.iv), hex(one.aad)];
      const opened = gcmOpen(key, iv, hex(one.ct + one.tag), aad);
      const sealed = gcmSeal(key, iv, hex(one.msg), aad).toString('hex');
      const expected = one.result === 'valid' ? one.msg : undefined;
      expect(opened?.toString('hex'), `case ${one.tcId}`).toBe(expected);
      if (one.result === 'valid') expect(sealed, `case ${one.tcId}`).toBe(one.ct + one.tag);
    }
  });

  test('HMAC-SHA-256: full and truncated tags', () => {
    const all = groups<object>('hmac_sha256_test.json');
    expect(all.length).toBeGreaterThan(0);
    for (const group of all) {
      for (const one of group.tests) {
        const tag = keyedHash(new Secret(hex(one.key)), hex(one.msg)).slice(0, group.tagSize / 4);
        expect(tag === one.tag, `case ${one.tcId} ${one.comment}`).toBe(one.result === 'valid');
      }
    }
  });
});
