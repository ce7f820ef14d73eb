// Our own reversal advice (0420): nobody knows what became of the request, so it is undone.

import type { Unit } from '@kassa/database';
import { buildReversalAdvice, type Message } from '@kassa/iso8583';
import type { AuthorizationKey } from '../authorizations/authorization.ts';
import type { Ports } from '../ports.ts';
import { type ReversalOrigin, recordReversal } from './store.ts';

export function ownReversal(
  ports: Pick<Ports, 'makeId' | 'network' | 'cards'>,
  { mid, rrn }: AuthorizationKey,
  original: Message,
  origin: Exclude<ReversalOrigin, 'gateway'>,
  atMs: number,
): Unit {
  const id = ports.makeId('rvs');
  const message = buildReversalAdvice(original, { stan: ports.network.nextStan(), atMs });
  const sealedMessage = ports.cards.seal(JSON.stringify(message), reversalContext(id));
  return recordReversal({ id, mid, rrn, origin, stan: '', sealedMessage, atMs });
}

export function reversalContext(id: string): string {
  return `reversal ${id}`;
}
