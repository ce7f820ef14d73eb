// The cut-off: what was captured before it becomes a batch, the batch a clearing file, and the
// network's answer says of each item what it costs. Every step can be taken again after a crash:
// the batch is closed once, the file has an id, an item is answered once.

import { buildPresentmentFile, type Presentment, parseAcceptanceFile } from '@kassa/clearing-file';
import { decodeCardAcceptor } from '@kassa/iso8583';
import { assert, unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { atZone, type PlainDate } from '@kassa/time';
import type { Item } from '../captures/item.ts';
import { itemsOfBatch } from '../captures/store.ts';
import { itemContext } from '../captures/take-advice.ts';
import type { Hour } from '../merchants/working-day.ts';
import type { Ports, PresentFile } from '../ports.ts';
import { arnOf } from './arn.ts';
import { recordAnswers } from './record-answers.ts';
import {
  type Batch,
  closeBatches,
  recordBatchAnswer,
  recordBatchAnswered,
  recordBatchAttempt,
  unansweredBatches,
} from './store.ts';

export type CutOffMeans = Ports & {
  readonly present: PresentFile;
  readonly networkInstitutionId: string;
};

/** A file of this many items stays below a megabyte. */
const itemsMax = 2_000;

export async function cutOff(ports: CutOffMeans, hour: Hour, on: PlainDate): Promise<void> {
  const { db, clock, bank, log } = ports;
  const prefix = batchPrefix(bank.memberCode, hour, on);
  const items = await closeBatches(db, {
    prefix,
    businessDate: on,
    mids: hour.mids,
    cutOffMs: atZone(on, hour.at, hour.zone),
    closedAtMs: clock.nowMs(),
    itemsMax,
  });
  log.info({ on, items }, 'the cut-off has passed');
  for (const batch of await unansweredBatches(db, prefix)) await clear(ports, batch);
}

/** One for each hour of a day: `ZELENA-2026-11-20-1800-EuropeSarajevo-ba`. */
function batchPrefix(memberCode: string, hour: Hour, on: PlainDate): string {
  const plain = (text: string) => text.replaceAll(/\W/g, '');
  return [memberCode, on, plain(hour.at), plain(hour.zone), hour.calendar].join('-');
}

async function clear(ports: CutOffMeans, batch: Batch): Promise<void> {
  const { db, clock, bank } = ports;
  const items = await itemsOfBatch(db, batch.id);
  const answer = batch.answer ?? (await present(ports, batch, items));
  const accepted = unwrap(parseAcceptanceFile(answer));
  const open = items.filter((item) => item.state === 'batched');
  const arns = new Map(open.map((item) => [item.id, arnOfItem(item, batch, bank.referenceBin)]));
  await recordAnswers(ports, { batch, items: open, answers: accepted.items, arns });
  await db.commit(recordBatchAnswered(batch, clock.nowMs()));
}

/** The network's answer, once it is kept. */
async function present(ports: CutOffMeans, batch: Batch, items: readonly Item[]): Promise<string> {
  const answer = await ports.present(fileOf(ports, batch, items));
  const trouble = answer.ok ? troubleWith(answer.value, batch) : answer.error.detail;
  if (!answer.ok || trouble !== undefined) {
    await ports.db.commit(recordBatchAttempt(batch, trouble ?? 'no answer'));
    throw new Error(`batch ${batch.id} was not taken: ${trouble}`);
  }
  await ports.db.commit(recordBatchAnswer(batch, answer.value));
  return answer.value;
}

function troubleWith(answer: string, batch: Batch): string | undefined {
  const read = parseAcceptanceFile(answer);
  if (!read.ok) return `line ${read.error.line} of the answer: ${read.error.reason}`;
  const { answersFileId, items } = read.value;
  if (answersFileId !== batch.id) return `the answer is to another file, ${answersFileId}`;
  return items.length === batch.items ? undefined : 'the answer leaves items out';
}

/** Built from rows alone, so that it is the same text at every attempt. */
function fileOf(ports: CutOffMeans, batch: Batch, items: readonly Item[]): string {
  const { bank } = ports;
  return buildPresentmentFile({
    header: {
      fileId: batch.id,
      sender: bank.institutionId,
      receiver: ports.networkInstitutionId,
      businessDate: batch.businessDate,
      createdAt: batch.closedAtMs,
    },
    items: items.map((item) => presentmentOf(ports, batch, item)),
  });
}

function presentmentOf(ports: CutOffMeans, batch: Batch, item: Item): Presentment {
  const { bank, cards, contracts } = ports;
  const contract = contracts.byMid(item.mid);
  assert(
    contract && item.sealedCard !== null && item.sequence !== null,
    `item ${item.id} is whole`,
  );
  const seller = item.acceptor === null ? contract : decodeCardAcceptor(item.acceptor);
  return {
    sequence: item.sequence,
    pan: unwrap(Pan.parse(cards.open(item.sealedCard, itemContext(item.id)))),
    amount: item.amount,
    isCredit: item.kind === 'refund',
    rrn: item.rrn,
    ...(item.kind === 'refund' && { originalRrn: item.originalRrn }),
    arn: arnOfItem(item, batch, bank.referenceBin),
    capturedAt: Math.floor(item.capturedAtMs / 1000) * 1000,
    authorizationCode: item.authorizationCode,
    acquirerId: bank.institutionId,
    acquirerCountry: bank.countryCode,
    mid: item.mid,
    tid: item.tid,
    mcc: contract.mcc,
    merchantName: seller.name,
    merchantCity: seller.city,
    merchantCountry: seller.country,
    entryMode: '812',
    ...(isOneOfSeveral(item) && { clearing: { number: item.part, count: item.parts } }),
    ...(item.eci !== null && { eci: item.eci }),
  };
}

function isOneOfSeveral({ kind, part, parts }: Item): boolean {
  return kind === 'capture' && (part > 1 || parts !== 1);
}

function arnOfItem(item: Item, batch: Batch, referenceBin: string): string {
  return arnOf(referenceBin, item.number, batch.businessDate);
}
