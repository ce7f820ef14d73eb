// The gateway takes an authorization back. It is answered for: written down, sent on at once, and
// repeated until the network acknowledges, so the gateway need not ask twice.

import { type Refused, type Unit, unit } from '@kassa/database';
import {
  buildAnswer,
  decodeReplacementAmount,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { assert, err, ok, type Result } from '@kassa/result';
import type { Authorization } from '../authorizations/authorization.ts';
import { readNames } from '../authorizations/request.ts';
import {
  findAuthorization,
  recordRemaining,
  recordReversed,
  recordUnraised,
} from '../authorizations/store.ts';
import { lineName, reversalToNetwork, upstreamName } from '../network-line/to-network.ts';
import type { Ports } from '../ports.ts';
import { reversalContext } from './own-reversal.ts';
import { recordReversal } from './store.ts';

export async function reverse(
  ports: Ports & { readonly sendReversals: () => Promise<void> },
  message: Message,
): Promise<Message> {
  const answer = (responseCode: ResponseCode) => buildAnswer(message, { responseCode });
  const { mid, rrn, stan } = readNames(message);
  if (!ports.contracts.byMid(mid)) return answer('12');
  const found = await findAuthorization(ports.db, { mid, rrn });
  const known = found?.state === 'never_arrived' ? undefined : found;
  const effect = decideReversal(message, known);
  if (!effect.ok) return answer(effect.error);

  const id = ports.makeId('rvs');
  const atMs = ports.clock.nowMs();
  const own = lineName(ports.network.nextStan(), atMs);
  const original = known && upstreamName(known);
  const upstream = reversalToNetwork(message, ports.bank, { own, original });
  const sealedMessage = ports.cards.seal(JSON.stringify(upstream), reversalContext(id));
  const done = await ports.db.commit(
    unit(
      recordReversal({ id, mid, rrn, origin: 'gateway', stan, sealedMessage, atMs }),
      effect.value,
    ),
  );
  if (!done.ok) {
    // A capture was faster: it is too late to take the authorization back.
    if (done.error.code === 'guard' || isCaptured(done.error)) return answer('12');
    assert(
      done.error.code === 'conflict' && done.error.constraint === 'reversal_once',
      `a reversal was refused by the database: ${JSON.stringify(done.error)}`,
    );
    return answer('00');
  }
  await ports.sendReversals();
  return answer('00');
}

/**
 * What a reversal does to the authorization. One that never arrived is passed on all the same: the
 * issuer may have the request, or may still get it. What is captured cannot be taken back, but what
 * is not captured of a partly captured one can.
 */
export function decideReversal(
  message: Message,
  known: Authorization | undefined,
): Result<Unit, ResponseCode> {
  if (!known) return ok({});
  const { 95: replacement } = message.fields;
  const remaining = replacement === undefined ? 0n : decodeReplacementAmount(replacement);
  if (remaining === undefined) return err('30');
  if (known.capturedMinor > remaining) return err('12');
  if (remaining === 0n) return ok(isRaise(known) ? recordUnraised(known) : recordReversed(known));
  if (remaining > known.amount.minor) return err('13');
  if (known.state !== 'approved') return err('12');
  return ok(recordRemaining(known, remaining));
}

/** An increment that has been added to what may be captured. */
function isRaise(known: Authorization): known is Authorization & { incrementOf: string } {
  return known.incrementOf !== null && known.state === 'approved';
}

function isCaptured(refused: Refused): boolean {
  return refused.code === 'conflict' && refused.constraint === 'captured_within_authorization';
}
