// Everything that is known of one dispute, from both sides: what the bank claims, what the shop showed,
// what we know by ourselves, and how the money went. Each list is bounded.

import { column, type Database } from '@kassa/database';
import { transactions } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import type { Dispute } from '../../disputes/dispute.ts';
import { fileFields } from '../../disputes/evidence.ts';
import { type DisputeStep, listSteps } from '../../disputes/steps.ts';
import { findAnyDispute } from '../../disputes/store.ts';
import { loadFiles, type StoredFile } from '../../files/store.ts';
import { capturedOf } from '../../payments/intent.ts';
import {
  type FoundCharge,
  findCharge,
  findCharges,
  listCharges,
  listRefunds,
} from '../../payments/list-charges.ts';
import type { Refund } from '../../payments/refund.ts';
import { conditionOf } from '../../search/condition.ts';
import { parseQuery } from '../../search/parse-query.ts';
import { findPlaces } from '../../search/store.ts';
import { loadStory } from '../timeline/store.ts';
import type { Story } from '../timeline/story.ts';

export type Case = {
  readonly dispute: Dispute;
  readonly charge: FoundCharge;
  readonly story: Story;
  readonly proof: Proof | undefined;
  readonly refunds: readonly Refund[];
  readonly earlier: readonly Earlier[];
  readonly steps: readonly DisputeStep[];
  readonly files: readonly StoredFile[];
};

/** How the cardholder was authenticated for this charge. */
export type Proof = {
  readonly transStatus: string | null;
  readonly reason: string | null;
  readonly eci: string | null;
  readonly version: string;
  readonly dsTransId: string | null;
  readonly state: string;
  readonly atMs: number;
};

export type Earlier = {
  readonly intentId: string;
  readonly chargeId: string;
  readonly amount: Money;
  readonly atMs: number;
  readonly state: string;
  readonly isRefunded: boolean;
  readonly isDisputed: boolean;
  readonly sameCard: boolean;
  readonly sameCustomer: boolean;
};

export async function loadCase(db: Database, id: string): Promise<Case | undefined> {
  const dispute = await findAnyDispute(db, id);
  if (dispute === undefined) return undefined;
  const { accountId, intentId, chargeId, evidence } = dispute;
  const charge = await findCharge(db, accountId, chargeId);
  const story = await loadStory(db, { accountId, intentId }, 1);
  if (charge === undefined || story === undefined) return undefined;
  const refunds = await listRefunds(db, accountId, { charge: chargeId, limit: 50 });
  // The book names a dispute as the acquirer does.
  const own = { accountId, reference: dispute.reference, limit: 20 };
  const book = [...story.book, ...(await transactions(db, own))];
  return {
    ...{ dispute, charge, story: { ...story, book } },
    proof: await loadProof(db, dispute),
    refunds: refunds.map(({ refund }) => refund),
    earlier: await loadEarlier(db, charge),
    steps: await listSteps(db, dispute),
    files: await loadFiles(
      db,
      accountId,
      fileFields.flatMap((field) => evidence[field] ?? []),
    ),
  };
}

function loadProof(db: Database, { accountId, chargeId }: Dispute): Promise<Proof | undefined> {
  const text = `
    select u.* from charge c
    join authentication u on u.account_id = c.account_id and u.intent_id = c.intent_id
      and u.attempt_id = c.attempt_id
    where c.account_id = $1 and c.id = $2
    order by u.id desc limit 1`;
  return db.one({ text, values: [accountId, chargeId] }, (row) => ({
    transStatus: column.textOrNull(row, 'trans_status'),
    reason: column.textOrNull(row, 'trans_status_reason'),
    eci: column.textOrNull(row, 'eci'),
    version: column.text(row, 'version'),
    dsTransId: column.textOrNull(row, 'ds_trans_id'),
    state: column.text(row, 'state'),
    atMs: column.integerOrNull(row, 'result_at') ?? column.integer(row, 'created_at'),
  }));
}

const earlierMax = 10;

/** The last of the same customer or the same card before it, at this merchant. */
async function loadEarlier(db: Database, found: FoundCharge): Promise<Earlier[]> {
  const { charge, intent, method } = found;
  const { accountId } = intent;
  const customer = intent.wishes.customer;
  const fingerprint = method?.face.fingerprint;
  const ofCustomer =
    customer === null
      ? []
      : await listCharges(db, accountId, { customer, before: charge.id, limit: earlierMax });
  const ofCard = fingerprint === undefined ? [] : await chargesOfCard(db, found, fingerprint);
  const all = new Map([...ofCustomer, ...ofCard].map((one) => [one.charge.id, one]));
  return [...all.values()]
    .sort((one, other) => other.charge.createdAtMs - one.charge.createdAtMs)
    .slice(0, earlierMax)
    .map((one) => ({
      intentId: one.intent.id,
      chargeId: one.charge.id,
      amount: one.charge.amount,
      atMs: one.charge.createdAtMs,
      state: one.charge.state.kind.replaceAll('_', ' '),
      isRefunded: (capturedOf(one.charge)?.refundedMinor ?? 0n) > 0n,
      isDisputed: one.isDisputed,
      sameCard: one.method?.face.fingerprint === fingerprint,
      sameCustomer: customer !== null && one.intent.wishes.customer === customer,
    }));
}

/** By the search index, which knows a card by its keyed hash. */
async function chargesOfCard(
  db: Database,
  { charge, intent: { accountId } }: FoundCharge,
  fingerprint: string,
): Promise<FoundCharge[]> {
  const asked = `payment_method_details.card.fingerprint:"${fingerprint}"`;
  const query = parseQuery('charge', asked);
  if (!query.ok) return [];
  const { joined, clauses } = query.value;
  const places = await findPlaces(db, {
    ...{ accountId, kind: 'charge', joined, conditions: clauses.map(conditionOf) },
    limit: earlierMax,
    after: { createdAtMs: charge.createdAtMs, id: charge.id },
  });
  const ids = places.map(({ id }) => id);
  return ids.length === 0 ? [] : findCharges(db, accountId, ids);
}
