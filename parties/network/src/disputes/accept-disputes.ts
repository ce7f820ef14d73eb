// A bank sends messages of disputes: the file is read, each item held against what was presented and
// what has passed before, the accepted ones booked, and the answer kept, all in one commit. The same
// file again gets the same answer.

import { createHash } from 'node:crypto';
import {
  type AcceptanceItem,
  buildAcceptanceFile,
  type DisputeFile,
  type DisputeMessage,
  parseDisputeFile,
} from '@kassa/clearing-file';
import { unit } from '@kassa/database';
import { sameInstitution } from '@kassa/iso8583';
import { money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import type { FileRefusal } from '../clearing/errors.ts';
import type { ClearingPorts } from '../clearing/ports.ts';
import type { Member } from '../members/member.ts';
import { type Decided, decideFile } from './decide.ts';
import { chargedForFiling, feesOn, uncharged } from './fees.ts';
import { bookedMessages } from './postings.ts';
import {
  type AcceptedMessage,
  findDisputeFile,
  insertDisputeFile,
  loadDisputed,
  loadPassed,
} from './store.ts';

/** The text of the acceptance file. */
export async function acceptDisputes(
  ports: ClearingPorts,
  sender: Member,
  text: string,
): Promise<Result<string, FileRefusal>> {
  const parsed = parseDisputeFile(text);
  if (!parsed.ok) {
    const { line, reason } = parsed.error;
    return err({ code: 'unreadable', line, reason });
  }
  const { header } = parsed.value;
  if (!sameInstitution(header.sender, sender.id)) return err({ code: 'wrong_sender' });
  if (!sameInstitution(header.receiver, ports.institutionId))
    return err({ code: 'wrong_receiver' });
  const digest = createHash('sha256').update(text).digest('hex');
  // Another file may be about the same purchase in the same moment: then it is decided anew.
  for (let attempt = 1; ; attempt++) {
    const known = await findDisputeFile(ports.db, sender.id, header.fileId);
    if (known) return known.digest === digest ? ok(known.answer) : err({ code: 'file_id_reused' });
    const taken = await take(ports, sender, parsed.value, digest);
    if (taken.ok) return taken;
    assert(attempt < 10, `a dispute file was not taken: ${taken.error}`);
  }
}

async function take(
  ports: ClearingPorts,
  sender: Member,
  file: DisputeFile,
  digest: string,
): Promise<Result<string, string>> {
  const { db, makeId, zone } = ports;
  const atMs = ports.nowMs();
  const presentments = await loadDisputed(db, [...new Set(file.items.map(({ arn }) => arn))]);
  const passed = await loadPassed(
    db,
    [...presentments.values()].map(({ id }) => id),
  );
  const facts = { senderId: sender.id, nowMs: atMs, zone, presentments, passed };
  const decided = decideFile(file.items, facts);
  const accepted = decided.flatMap(({ item, result }): AcceptedMessage[] => {
    if (!result.ok) return [];
    const after = passed.get(item.arn)?.at(-1)?.stage;
    const charged = chargedFor(item, dateIn(atMs, zone));
    return [{ id: makeId('dsm'), item, presentment: result.value, after, charged }];
  });
  const answer = answerOf(ports, sender, { file, decided, atMs });
  const taken = {
    senderId: sender.id,
    fileId: file.header.fileId,
    digest,
    businessDate: file.header.businessDate,
    items: file.items.length,
    answer,
    atMs,
  };
  const said = { senderId: sender.id, fileId: taken.fileId, atMs };
  const done = await db.commit(
    unit(insertDisputeFile(taken), bookedMessages(ports, said, accepted)),
  );
  if (!done.ok) return err(JSON.stringify(done.error));
  const rejected = decided.length - accepted.length;
  ports.log.info({ fileId: taken.fileId, accepted: accepted.length, rejected }, 'disputes taken');
  return ok(answer);
}

/** To file a case costs at once; everything else a bank may say is free. */
function chargedFor({ stage, amount }: DisputeMessage, today: string) {
  const fees = stage === 'arbitration' ? feesOn(amount.currency, today) : undefined;
  return fees ? chargedForFiling(fees) : uncharged;
}

type Outcome = {
  readonly file: DisputeFile;
  readonly decided: readonly Decided[];
  readonly atMs: number;
};

function answerOf(ports: ClearingPorts, sender: Member, { file, decided, atMs }: Outcome): string {
  const today = dateIn(atMs, ports.zone);
  return buildAcceptanceFile({
    header: {
      fileId: ports.makeId('cla'),
      sender: ports.institutionId,
      receiver: sender.id,
      businessDate: file.header.businessDate,
      createdAt: atMs,
    },
    answersFileId: file.header.fileId,
    items: decided.map(({ item, result }): AcceptanceItem => {
      const { sequence, rrn } = item;
      const isCredit = item.stage !== 'representment';
      const paid = chargedFor(item, today).issuerMinor;
      const fees = paid === 0n ? {} : { disputeFee: money(item.amount.currency, -paid) };
      const decision = result.ok
        ? ({ outcome: 'accepted', fees } as const)
        : ({ outcome: 'rejected', reason: result.error } as const);
      return { sequence, rrn, isCredit, decision };
    }),
  });
}
