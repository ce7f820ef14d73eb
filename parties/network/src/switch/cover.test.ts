import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { afterAll, describe, expect, test } from 'vitest';
import { authorizationRequest } from '../testing/messages.ts';
import { openCover } from './cover.ts';

const folder = mkdtempSync(join(tmpdir(), 'network-cover-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cover = openCover(folder);
const pan = unwrap(Pan.parse('4000000000009995'));

describe('the cover of card data', () => {
  test('opens a sealed message in its own row only, and after a restart', () => {
    const sealed = cover.sealMessage(authorizationRequest(), 'row-1');
    expect(sealed).not.toContain('4000000000009995');
    expect(openCover(folder).openMessage(sealed, 'row-1').fields[2]).toBe('4000000000009995');
    expect(() => cover.openMessage(sealed, 'row-2')).toThrow(/does not open/);
  });

  test('keeps no CVC and no proof of the cardholder, sealed or not', () => {
    const sealed = cover.sealMessage(authorizationRequest(), 'row-1');
    const { 48: proof, ...rest } = cover.openMessage(sealed, 'row-1').fields;
    expect(proof).toBeUndefined();
    expect(rest).toMatchObject({ 4: '000000010000', 37: '632513000042' });
  });

  test('knows a card again without telling it', () => {
    expect(cover.fingerprint(pan)).toBe(openCover(folder).fingerprint(pan));
    expect(cover.fingerprint(pan)).toMatch(/^[0-9a-f]{64}$/);
  });
});
