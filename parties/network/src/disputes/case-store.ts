// SQL of cases that the network takes further by itself: which are due, and what they are ruled by.

import {
  type DisputeMessage,
  type DisputeStage,
  disputeDocuments,
  disputeStages,
} from '@kassa/clearing-file';
import { column, type Queries, type RawRow } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { dateIn, isPlainDate, type PlainDate } from '@kassa/time';
import type { ClearingPorts } from '../clearing/ports.ts';
import { fromAcquirer, isVouchedFor } from './decide.ts';
import { dueAfter } from './limits.ts';
import { reasonOn } from './reasons.ts';
import type { RuleFacts } from './rule.ts';
import type { AcceptedMessage } from './store.ts';

export type DueCase = {
  readonly presentment: AcceptedMessage['presentment'];
  readonly last: DisputeMessage;
};

/** Whose last message was brought before the day that is named for its stage; by presentment. */
export function loadDueCases(
  db: Queries,
  broughtBefore: Partial<Readonly<Record<DisputeStage, PlainDate>>>,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<DueCase[]> {
  const days = Object.entries(broughtBefore);
  return db.query(
    {
      text: `
        select m.*
        from unnest($1::text[], $2::date[]) due (stage, before)
        join dispute_case c on c.stage = due.stage
        join dispute_message m on m.presentment_id = c.presentment_id and m.stage = c.stage
        where m.business_date < due.before and c.presentment_id > $3
        order by c.presentment_id
        limit $4`,
      values: [days.map(([stage]) => stage), days.map(([, day]) => day), after, limit],
    },
    (row) => ({
      presentment: {
        id: column.text(row, 'presentment_id'),
        acquirerId: column.text(row, 'acquirer_id'),
        issuerId: column.text(row, 'issuer_id'),
      },
      last: {
        sequence: 1,
        stage: column.oneOf(row, 'stage', disputeStages),
        caseId: column.text(row, 'case_id'),
        amount: money(
          unwrap(currencyOf(column.text(row, 'currency'))),
          column.big(row, 'amount_minor'),
        ),
        arn: column.text(row, 'arn'),
        rrn: column.text(row, 'rrn'),
        acquirerId: column.text(row, 'acquirer_id'),
        raisedAt: column.integer(row, 'raised_at_ms'),
        reason: column.text(row, 'reason'),
        documents: documentsIn(row),
        text: column.text(row, 'text'),
      },
    }),
  );
}

/** A second sale within so many days looks like the same one twice. */
const twinDays = 3;

/** What both sides have put on file, and what the network has seen itself. */
export async function loadRuleFacts(
  { db, zone }: Pick<ClearingPorts, 'db' | 'zone'>,
  presentmentId: string,
): Promise<{ readonly facts: RuleFacts; readonly filedOn: PlainDate }> {
  const sale = await db.one(
    {
      text: `
        select p.eci,
          (
            select coalesce(sum(r.amount_minor), 0)::bigint
            from presentment r
            where r.authorization_id = p.authorization_id and r.is_credit
          ) as refunded_minor,
          exists (
            select 1
            from presentment t
            where t.acquirer_id = p.acquirer_id and t.mid = p.mid and t.card_masked = p.card_masked
              and t.id <> p.id and not t.is_credit and t.amount_minor = p.amount_minor
              and t.currency = p.currency
              and abs(t.captured_at_ms - p.captured_at_ms) <= $2
          ) as has_twin
        from presentment p
        where p.id = $1`,
      values: [presentmentId, twinDays * 86_400_000],
    },
    (row) => ({
      isVouchedFor: isVouchedFor(column.textOrNull(row, 'eci')),
      refundedMinor: column.big(row, 'refunded_minor'),
      hasTwin: column.bool(row, 'has_twin'),
    }),
  );
  const said = await db.query(
    {
      text: `
        select stage, reason, documents, amount_minor, business_date, accepted_at_ms
        from dispute_message
        where presentment_id = $1
        order by id
        limit 20`,
      values: [presentmentId],
    },
    decodeSaid,
  );
  const [declined, filed] = (['declination', 'arbitration'] as const).map((stage) =>
    said.find((one) => one.stage === stage),
  );
  assert(sale && declined?.broughtOn && filed, `the case of ${presentmentId} is whole`);
  const filedOn = dateIn(filed.acceptedAtMs, zone);
  const dueOn = dueAfter(declined, declined.broughtOn);
  const shownBy = (isAcquirer: boolean) =>
    said.flatMap(({ stage, documents }) =>
      fromAcquirer.includes(stage) === isAcquirer ? documents : [],
    );
  const facts = {
    ...sale,
    reason: filed.reason,
    isFraud: reasonOn(filed.reason, filedOn)?.isFraud ?? false,
    isFiledInTime: dueOn === undefined || filedOn <= dueOn,
    disputedMinor: filed.amountMinor,
    merchantShows: shownBy(true),
    cardholderShows: shownBy(false),
  };
  return { facts, filedOn };
}

function decodeSaid(row: RawRow) {
  const broughtOn = column.textOrNull(row, 'business_date') ?? '';
  return {
    stage: column.oneOf(row, 'stage', disputeStages),
    reason: column.text(row, 'reason'),
    documents: documentsIn(row),
    amountMinor: column.big(row, 'amount_minor'),
    broughtOn: isPlainDate(broughtOn) ? broughtOn : undefined,
    acceptedAtMs: column.integer(row, 'accepted_at_ms'),
  };
}

function documentsIn(row: RawRow): DisputeMessage['documents'] {
  const named = column.text(row, 'documents').split(',');
  return disputeDocuments.filter((one) => named.includes(one));
}
