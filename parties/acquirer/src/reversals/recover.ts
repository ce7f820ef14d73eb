// After an answer that nobody could wait for: at a new start, requests whose outcome was never
// learnt; in the middle of a day, approvals that came after we had given up.

import { unit } from '@kassa/database';
import { buildReversalAdvice, type Message } from '@kassa/iso8583';
import { requestContext } from '../authorizations/authorize.ts';
import { readNames } from '../authorizations/request.ts';
import { findAuthorization, openAuthorizations, recordOutcome } from '../authorizations/store.ts';
import type { Ports } from '../ports.ts';
import { ownReversal, reversalContext } from './own-reversal.ts';
import { readStored } from './sender.ts';
import { recordReversal } from './store.ts';

/** Each request that was under way when the program ended is reversed; how many there were. */
export async function recoverOpen(ports: Ports): Promise<number> {
  const open = await openAuthorizations(ports.db);
  for (const authorization of open) {
    const { mid, rrn, sealedRequest } = authorization;
    if (sealedRequest === null) continue;
    const original = readStored(ports.cards.open(sealedRequest, requestContext(mid, rrn)));
    const atMs = ports.clock.nowMs();
    const outcome = { state: 'unknown', responseCode: '91' } as const;
    await ports.db.commit(
      unit(
        recordOutcome({ mid, rrn }, outcome, atMs),
        ownReversal(ports, { mid, rrn }, original, 'no_answer', atMs),
      ),
    );
  }
  if (open.length > 0) ports.log.warn({ count: open.length }, 'open authorizations are reversed');
  return open.length;
}

/** A late approval holds money that nobody will capture: it is reversed once more. */
export async function reverseLate(ports: Ports, answer: Message): Promise<boolean> {
  const { mid, rrn } = readNames(answer);
  if (answer.mti !== '0110' || answer.fields[39] !== '00') return false;
  const known = await findAuthorization(ports.db, { mid, rrn });
  if (!known || (known.state !== 'unknown' && known.state !== 'reversed')) return false;
  const id = ports.makeId('rvs');
  const atMs = ports.clock.nowMs();
  const { 38: authorizationCode } = answer.fields;
  const message = buildReversalAdvice(
    {
      mti: '0100',
      fields: { ...answer.fields, 7: known.upstreamTransmittedAt, 11: known.upstreamStan },
    },
    {
      stan: ports.network.nextStan(),
      atMs,
      ...(authorizationCode !== undefined && { authorizationCode }),
    },
  );
  const sealedMessage = ports.cards.seal(JSON.stringify(message), reversalContext(id));
  const origin = 'late_approval';
  const done = await ports.db.commit(
    recordReversal({ id, mid, rrn, origin, stan: '', sealedMessage, atMs }),
  );
  ports.log.warn({ rrn, isNew: done.ok }, 'a late approval is reversed again');
  return done.ok;
}
