// A chargeback that is new to us: charged to the merchant at once, with the fee of the contract.

import type { DisputeMessage, FileHeader } from '@kassa/clearing-file';
import { unit } from '@kassa/database';
import { money, negate } from '@kassa/money';
import { err, ok } from '@kassa/result';
import { addDays, atZone, dateIn } from '@kassa/time';
import { chargedBackEntries } from '../book/chart.ts';
import { disputeFeeOf } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import type { Dispute } from './dispute.ts';
import type { Planned } from './follow-dispute.ts';
import { booked, itemOf } from './postings.ts';
import { captureOf, insertDispute, insertMovement, insertStep } from './store.ts';

export async function openDispute(
  ports: Ports,
  header: FileHeader,
  item: DisputeMessage,
): Promise<Planned> {
  if (item.stage !== 'chargeback') return err('no dispute of ours');
  const sale = await captureOf(ports.db, item.arn);
  const contract = sale && ports.contracts.byMid(sale.mid);
  if (!sale || !contract) return err('no sale of ours');
  if (item.amount.currency !== sale.amount.currency) return err('another currency');
  const nowMs = ports.clock.nowMs();
  const today = dateIn(nowMs, contract.zone);
  const fee = disputeFeeOf(contract, item.amount.currency);
  const dueAtMs = atZone(addDays(today, contract.disputeDays), '23:59', contract.zone);
  const dispute: Dispute = {
    ...unanswered,
    id: ports.makeId('dp'),
    caseId: item.caseId,
    mid: sale.mid,
    itemId: sale.id,
    arn: item.arn,
    rrn: sale.rrn,
    part: sale.part,
    amount: item.amount,
    fee,
    reason: item.reason,
    openedAtMs: nowMs,
    dueAtMs,
    changedAtMs: nowMs,
    networkFee: money(item.amount.currency, 0),
  };
  const said = { text: item.text, documents: item.documents };
  return ok(
    unit(
      insertDispute(dispute),
      insertStep(dispute.id, { ...said, kind: 'charged_back', by: 'issuer', atMs: nowMs, dueAtMs }),
      itemOf(
        ports,
        { dispute, sale, today, atMs: nowMs },
        { kind: 'chargeback', amount: item.amount, fee },
      ),
      insertMovement({
        disputeId: dispute.id,
        stage: 'chargeback',
        amount: negate(item.amount),
        fileId: header.fileId,
        businessDate: header.businessDate,
        takenAtMs: header.createdAt,
      }),
      booked(
        ports,
        { ...dispute, atMs: nowMs },
        'Chargeback',
        chargedBackEntries(sale.mid, item.amount, fee),
      ),
    ),
  );
}

const unanswered = {
  state: 'open',
  lostBy: null,
  reference: null,
  documents: [],
  statement: '',
  answeredAtMs: null,
  attempts: 0,
  isReinstated: false,
  preAskedAtMs: null,
  preDueAtMs: null,
  preReference: null,
  preDocuments: [],
  preStatement: '',
  preAnsweredAtMs: null,
  filedAtMs: null,
} as const satisfies Partial<Dispute>;
