// Keys live in files of their own, outside the database: who steals a dump has no key.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Secret } from '@kassa/secret';

const keyLength = 32;

/** The 32-byte key of this file (64 hex digits, mode 0600); made on the first call. */
export function loadOrCreateKey(path: string): Secret<Buffer> {
  try {
    return read(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  create(path);
  return read(path);
}

function read(path: string): Secret<Buffer> {
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(`${path} is not a key: it must hold 64 hexadecimal digits. Restore it`);
  }
  // A copied data folder may have lost its modes; a key that others can read is closed again.
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return new Secret(Buffer.from(text, 'hex'));
}

/** Written aside and linked into place: a crash leaves no half key, and of two starters one wins. */
function create(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, `${randomBytes(keyLength).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
