// Every message that passes leaves a row as people may read it. Rows travel in the unit of the step
// that the message belongs to, never in a round trip of their own.

import type { Insert } from '@kassa/database';
import { type Message, print } from '@kassa/iso8583';

export type Passed = {
  readonly message: Message;
  /** Member id of the other side. */
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly atMs: number;
};

export function recordPassed(...passed: readonly Passed[]): Insert {
  return {
    table: 'switch_message',
    rows: passed.map(({ message, peer, direction, atMs }) => ({
      at_ms: atMs,
      peer,
      direction,
      mti: message.mti,
      rrn: message.fields[37] ?? null,
      stan: message.fields[11] ?? null,
      response_code: message.fields[39] ?? null,
      printed: print(message),
    })),
  };
}
