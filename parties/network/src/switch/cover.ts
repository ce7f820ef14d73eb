// What the switch may remember of a card: a keyed fingerprint, a mask, and sealed messages that
// must still be sent. The keys live in files outside the database.

import { join } from 'node:path';
import { keyedHash, loadOrCreateKey, openEnvelope } from '@kassa/crypto';
import { isMti, type Message } from '@kassa/iso8583';
import { assert } from '@kassa/result';
import type { Pan } from '@kassa/secret';
import { z } from 'zod';

export type Cover = {
  /** The same for the same card, and nothing can be learnt from it without the key. */
  fingerprint(pan: Pan): string;
  /**
   * `id` is the row it is kept in: sealed text does not open in another row. What proves the
   * cardholder (CVC, CAVV, tracks, PIN, chip) is left out: it is never kept, sealed or not.
   */
  sealMessage(message: Message, id: string): string;
  openMessage(sealed: string, id: string): Message;
  sealText(text: string, id: string): string;
  openText(sealed: string, id: string): string;
};

const sealedForm = z.object({ mti: z.string(), fields: z.record(z.string(), z.string()) });

export function openCover(keysFolder: string): Cover {
  const fingerprintKey = loadOrCreateKey(join(keysFolder, 'network-fingerprint.key'));
  const envelope = openEnvelope({
    currentId: 'network-1',
    keys: { 'network-1': loadOrCreateKey(join(keysFolder, 'network-envelope.key')) },
  });
  const openText = (sealed: string, id: string): string => {
    const plain = envelope.open(sealed, id);
    assert(plain.ok, `what was sealed for ${id} does not open: is the key file the right one?`);
    return Buffer.from(plain.value).toString('utf8');
  };
  return {
    fingerprint: (pan) => keyedHash(fingerprintKey, pan.reveal()),
    sealText: (text, id) => envelope.seal(text, id),
    openText,
    sealMessage: (message, id) => envelope.seal(JSON.stringify(withoutProof(message)), id),
    openMessage: (sealed, id) => {
      const { mti, fields } = sealedForm.parse(JSON.parse(openText(sealed, id)));
      assert(isMti(mti), 'a sealed message has an MTI of the table');
      return { mti, fields };
    },
  };
}

const proofs = ['35', '36', '45', '48', '52', '55'];

function withoutProof(message: Message): Message {
  const kept = Object.entries(message.fields).filter(([number]) => !proofs.includes(number));
  return { mti: message.mti, fields: Object.fromEntries(kept) };
}
