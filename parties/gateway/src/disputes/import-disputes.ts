// Reads what has become of disputes at the acquirer: with the settlements, and before them, since what
// is paid out may be less by a dispute. Each step of each dispute is one unit of work.

import type { Refused } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { Bug, unwrap } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { findCharge } from '../payments/list-charges.ts';
import type { SettlementMeans } from '../settlement/import-settlements.ts';
import { type Dispute, reasonOf } from './dispute.ts';
import { knownEvidence } from './evidence.ts';
import { nextOf } from './follow.ts';
import { readDisputes, type ToldDispute } from './from-acquirer.ts';
import { followedUnit, openedUnit } from './record-dispute.ts';
import {
  authenticationOf,
  changedSinceMs,
  chargeOfRrn,
  findDispute,
  findTold,
  movementsOf,
} from './store.ts';

export type DisputeMeans = SettlementMeans & {
  readonly merchant: (accountId: AccountId) => Promise<Merchant>;
};

const pageSize = 100;

/** How many have begun or moved. Throws when the acquirer cannot be asked. */
export async function importDisputes(
  means: DisputeMeans,
  merchants: readonly Merchant[],
): Promise<number> {
  let count = 0;
  for (const merchant of merchants) count += await importOf(means, merchant);
  return count;
}

async function importOf(means: DisputeMeans, merchant: Merchant): Promise<number> {
  const since = await changedSinceMs(means.db, merchant);
  let after = '';
  let count = 0;
  for (;;) {
    const query = `?since=${since}&limit=${pageSize}${after && `&after=${after}`}`;
    const { disputes, hasMore } = readDisputes(await ask(means, merchant, query));
    const known = await findTold(
      means.db,
      merchant,
      disputes.map(({ id }) => id),
    );
    for (const told of disputes) {
      const dispute = known.get(told.id) ?? (await open(means, merchant, told));
      if (dispute === undefined) continue;
      if (!known.has(told.id)) count += 1;
      if (await follow(means, dispute, told)) count += 1;
    }
    const last = disputes.at(-1);
    if (!hasMore || last === undefined) return count;
    after = `${last.changedAtMs}:${last.id}`;
  }
}

async function ask(means: DisputeMeans, merchant: Merchant, query: string): Promise<unknown> {
  const { provider, merchantId } = merchant.acquirer;
  const { url, key } = means.desks(provider);
  const address = `${url}/merchants/${encodeURIComponent(merchantId)}/disputes${query}`;
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const answer = await means.http.getJson(address, { headers });
  if (!answer.ok) throw new Error(`${provider} did not answer: ${answer.error.code}`);
  const { status, body } = answer.value;
  // An acquirer that has no such door has no disputes to tell of.
  if (status === 404) return { disputes: [], hasMore: false };
  if (status !== 200) throw new Error(`${provider} answered ${status} about its disputes`);
  return body;
}

/** Undefined if it is about nothing we know: then people have to look. */
async function open(
  means: DisputeMeans,
  merchant: Merchant,
  told: ToldDispute,
): Promise<Dispute | undefined> {
  const of = await chargeOfRrn(means.db, merchant, told.rrn);
  const found = of && (await findCharge(means.db, of.accountId, of.chargeId));
  if (!of || !found) {
    means.log.error({ dispute: told.id, rrn: told.rrn }, 'a dispute of a charge unknown to us');
    return undefined;
  }
  const atMs = means.clock.nowMs();
  const authentication = await authenticationOf(means.db, of);
  const { provider, merchantId } = merchant.acquirer;
  const dispute: Dispute = {
    accountId: of.accountId,
    id: means.makeId('dp'),
    chargeId: of.chargeId,
    intentId: found.intent.id,
    ...{ provider, merchantId, reference: told.id },
    amount: money(unwrap(currencyOf(told.currency)), told.amountMinor),
    feeMinor: told.feeMinor,
    reason: reasonOf(told.reason),
    networkReasonCode: told.reason,
    brand: found.method?.face.brand ?? 'unknown',
    status: 'needs_response',
    isAccepted: false,
    evidence: knownEvidence(found, authentication),
    metadata: {},
    dueByMs: told.dueAtMs,
    submissions: 0,
    stage: 'chargeback',
    moves: 1,
    arbitrationFeeMinor: 0n,
    // The rest of its life is told step by step.
    life: told.steps.slice(0, 1),
    createdAtMs: atMs,
    endedAtMs: null,
  };
  const whose = await means.merchant(of.accountId);
  const opened = { dispute, whose, chargeCreatedAtMs: found.charge.createdAtMs };
  const done = await means.db.commit(openedUnit(means, opened, atMs));
  if (done.ok) return dispute;
  // Two imports at once: the other one has it.
  const isTaken = done.error.code === 'conflict' && done.error.constraint === 'dispute_once';
  if (!isTaken) throw new Bug(`a dispute is not booked: ${JSON.stringify(done.error)}`);
  return (await findTold(means.db, merchant, [told.id])).get(told.id);
}

/** A dispute has at most so many steps. */
const stepsMax = 30;

/** True if it moved. Each step of several that were missed is one unit, in order. */
async function follow(means: DisputeMeans, known: Dispute, told: ToldDispute): Promise<boolean> {
  let before = known;
  for (let step = 0; step < stepsMax; step += 1) {
    const atMs = means.clock.nowMs();
    const next = nextOf(before, told, atMs);
    if (next === undefined) return step > 0;
    const after: Dispute = { ...before, ...next.set };
    const of = { accountId: before.accountId, id: before.id };
    const movements = (await movementsOf(means.db, of.accountId, [of.id])).get(of.id) ?? [];
    const whose = await means.merchant(of.accountId);
    const event = { cause: null, atMs, movements };
    const done = await means.db.commit(followedUnit(means, { before, after, whose, next }, event));
    if (!done.ok) return movedOtherwise(means, before, done.error);
    before = after;
  }
  throw new Bug(`dispute ${known.id} finds no rest`);
}

/** The merchant or another import was first: the next import goes on from there. */
async function movedOtherwise(means: DisputeMeans, before: Dispute, error: Refused) {
  const now = await findDispute(means.db, before.accountId, before.id);
  const isSame =
    now?.status === before.status &&
    now.moves === before.moves &&
    now.submissions === before.submissions &&
    now.stage === before.stage;
  if (isSame) throw new Bug(`a dispute is not moved: ${JSON.stringify(error)}`);
  return false;
}
