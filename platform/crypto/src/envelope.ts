// Envelope encryption: every value has its own random data key, which the key-encryption key wraps.
// To change the outer key, only the wrapped part is made anew; the context (whose value this is)
// is authenticated with both, so a sealed value cannot be moved to another row.

import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { gcmOpen, gcmSeal, nonceLength, tagLength } from './aes-gcm.ts';

export type Keyring = {
  /** The key new values are sealed with; the others only open old ones. */
  readonly currentId: string;
  readonly keys: Readonly<Record<string, Secret<Buffer>>>;
};

export type EnvelopeError = { readonly code: 'malformed' | 'unknown_key' | 'not_authentic' };

export type Envelope = {
  /** `v1.<key id>.<wrapped data key>.<value>`, both parts base64url. */
  seal(plain: string | Uint8Array, context: string): string;
  open(sealed: string, context: string): Result<Uint8Array, EnvelopeError>;
  /** The same value under the current key, without the value itself being opened. */
  rewrap(sealed: string, context: string): Result<string, EnvelopeError>;
};

const keyLength = 32;
const boxMin = nonceLength + tagLength;

export function openEnvelope(keyring: Keyring): Envelope {
  checkKeyring(keyring);
  const open = (sealed: string, context: string): Result<Uint8Array, EnvelopeError> => {
    const unwrapped = unwrapKey(keyring, sealed, context);
    if (!unwrapped.ok) return unwrapped;
    const plain = openBox(unwrapped.value.dataKey, unwrapped.value.box, `value|${context}`);
    return plain === undefined ? err({ code: 'not_authentic' }) : ok(plain);
  };
  return {
    seal(plain, context) {
      const dataKey = randomBytes(keyLength);
      const value = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
      return format(keyring, dataKey, sealBox(dataKey, value, `value|${context}`), context);
    },
    open,
    rewrap(sealed, context) {
      const unwrapped = unwrapKey(keyring, sealed, context);
      if (!unwrapped.ok) return unwrapped;
      return ok(format(keyring, unwrapped.value.dataKey, unwrapped.value.box, context));
    },
  };
}

function format(keyring: Keyring, dataKey: Buffer, box: Buffer, context: string): string {
  const outer = keyring.keys[keyring.currentId];
  if (outer === undefined) throw new Error(`no key ${keyring.currentId} in the keyring`);
  const wrapped = sealBox(outer.reveal(), dataKey, `key|${context}`);
  const parts = [wrapped, box].map((part) => part.toString('base64url'));
  return `v1.${keyring.currentId}.${parts.join('.')}`;
}

function unwrapKey(
  keyring: Keyring,
  sealed: string,
  context: string,
): Result<{ dataKey: Buffer; box: Buffer }, EnvelopeError> {
  const match = /^v1\.([\w-]{1,64})\.([\w-]+)\.([\w-]+)$/.exec(sealed);
  if (match === null) return err({ code: 'malformed' });
  const [, id = '', wrapped = '', box = ''] = match;
  const key = Object.hasOwn(keyring.keys, id) ? keyring.keys[id] : undefined;
  if (key === undefined) return err({ code: 'unknown_key' });
  const dataKey = openBox(key.reveal(), Buffer.from(wrapped, 'base64url'), `key|${context}`);
  if (dataKey?.byteLength !== keyLength) return err({ code: 'not_authentic' });
  return ok({ dataKey, box: Buffer.from(box, 'base64url') });
}

function sealBox(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceLength);
  return Buffer.concat([nonce, gcmSeal(key, nonce, plain, Buffer.from(context, 'utf8'))]);
}

function openBox(key: Buffer, box: Buffer, context: string): Buffer | undefined {
  if (box.byteLength < boxMin) return undefined;
  const [nonce, sealed] = [box.subarray(0, nonceLength), box.subarray(nonceLength)];
  return gcmOpen(key, nonce, sealed, Buffer.from(context, 'utf8'));
}

function checkKeyring(keyring: Keyring): void {
  if (keyring.keys[keyring.currentId] === undefined) {
    throw new Error(`the keyring has no key ${keyring.currentId}, which is named as current`);
  }
  for (const [id, key] of Object.entries(keyring.keys)) {
    if (!/^[\w-]{1,64}$/.test(id)) throw new Error(`key id ${id}: letters, digits, - and _ only`);
    if (key.reveal().byteLength !== keyLength) throw new Error(`key ${id} must have 32 bytes`);
  }
}
