// Messages that must not be lost: the row is committed with the change it tells of.

import type { Unit } from '@kassa/database';
import type { Bank } from '../ports.ts';

export type OutgoingKind = 'sms' | 'rreq' | 'dispute' | 'return';

export type Outgoing = {
  readonly kind: OutgoingKind;
  /** What it belongs to: an ACS transaction id, a dispute. */
  readonly about: string;
  /** Sealed while it waits: an SMS holds a code, a result a proof. */
  readonly content: object;
  /** Pointless afterwards. */
  readonly expiresAtMs: number;
};

export function queueMessage(bank: Bank, message: Outgoing): Unit {
  const id = bank.makeId('out');
  const content = bank.keys.envelope.seal(JSON.stringify(message.content), `outgoing|${id}`);
  const row = {
    outgoing_message_id: id,
    kind: message.kind,
    about: message.about,
    content_sealed: content,
    due_at_ms: bank.clock.nowMs(),
    expires_at_ms: message.expiresAtMs,
  };
  return { inserts: [{ table: 'outgoing_message', rows: [row] }] };
}
