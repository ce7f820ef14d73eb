// An acquirer presents: the file is read, each item held against its authorization and priced, the
// accepted ones booked, and the answer kept, all in one commit. The same file again gets the same
// answer; a file id used for other content is refused.

import { createHash } from 'node:crypto';
import {
  type AcceptanceItem,
  buildAcceptanceFile,
  encodePresentment,
  type Presentment,
  type PresentmentFile,
  parsePresentmentFile,
} from '@kassa/clearing-file';
import { unit } from '@kassa/database';
import { sameInstitution } from '@kassa/iso8583';
import { type Posting, post } from '@kassa/ledger';
import { negate } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { bookId, move, openAccounts, paths } from '../book/chart.ts';
import type { Member } from '../members/member.ts';
import { type Covered, type Decided, decideFile } from './decide.ts';
import type { FileRefusal } from './errors.ts';
import type { ClearingPorts } from './ports.ts';
import { type Priced, price } from './rates.ts';
import {
  type Accepted,
  findFile,
  insertFile,
  insertPresentments,
  loadAuthorizations,
  loadPresented,
} from './store.ts';

/** The text of the acceptance file. */
export async function acceptPresentments(
  ports: ClearingPorts,
  acquirer: Member,
  text: string,
): Promise<Result<string, FileRefusal>> {
  const parsed = parsePresentmentFile(text);
  if (!parsed.ok) {
    const { line, reason } = parsed.error;
    return err({ code: 'unreadable', line, reason });
  }
  const { header } = parsed.value;
  if (!sameInstitution(header.sender, acquirer.id)) return err({ code: 'wrong_sender' });
  if (!sameInstitution(header.receiver, ports.institutionId)) {
    return err({ code: 'wrong_receiver' });
  }
  const digest = createHash('sha256').update(text).digest('hex');
  // Another file may present the same authorization in the same moment: then it is decided anew.
  for (let attempt = 1; ; attempt++) {
    const known = await findFile(ports.db, acquirer.id, header.fileId);
    if (known) {
      return known.digest === digest ? ok(known.answer) : err({ code: 'file_id_reused' });
    }
    const taken = await take(ports, acquirer, parsed.value, digest);
    if (taken.ok) return taken;
    assert(attempt < 10, `a clearing file was not taken: ${taken.error}`);
  }
}

async function take(
  ports: ClearingPorts,
  acquirer: Member,
  file: PresentmentFile,
  digest: string,
): Promise<Result<string, string>> {
  const decided = decideFile(file.items, {
    acquirerId: acquirer.id,
    authorizations: await loadAuthorizations(ports.db, acquirer.id, file.items),
    presented: await loadPresented(ports.db, acquirer.id, file.items),
    fingerprint: (item) => ports.cover.fingerprint(item.pan),
  });
  const atMs = ports.nowMs();
  const accepted = decided.flatMap(({ result }) =>
    result.ok ? [priceItem(ports, result.value)] : [],
  );
  const answer = answerOf(ports, acquirer, file, { decided, accepted, atMs });
  const taken = {
    acquirerId: acquirer.id,
    fileId: file.header.fileId,
    digest,
    businessDate: file.header.businessDate,
    items: file.items.length,
    answer,
    atMs,
  };
  const currencies = new Set(accepted.map(({ item }) => item.amount.currency));
  const members = [...new Set(accepted.map(({ authorization }) => authorization.issuerId))];
  const done = await ports.db.commit(
    unit(
      insertFile(taken),
      insertPresentments(taken, accepted),
      ...[...currencies].map((currency) => openAccounts([acquirer.id, ...members], currency)),
      post(accepted.map((one) => posting(ports, acquirer, one, atMs))),
    ),
  );
  if (!done.ok) return err(JSON.stringify(done.error));
  const rejected = decided.length - accepted.length;
  const { fileId } = taken;
  ports.log.info({ fileId, accepted: accepted.length, rejected }, 'presentments taken');
  return ok(answer);
}

function priceItem(ports: ClearingPorts, covered: Covered): Accepted {
  const { item, authorization } = covered;
  const id = ports.makeId('prs');
  return {
    ...covered,
    id,
    priced: price({
      amount: item.amount,
      isCredit: item.isCredit,
      capturedOn: dateIn(item.capturedAt, ports.zone),
      product: authorization.product,
      cardCountry: authorization.cardCountry,
      merchantCountry: authorization.merchantCountry,
    }),
    sealedItem: ports.cover.sealText(encodePresentment(item), id),
  };
}

/** A purchase: the issuer owes it, the acquirer is owed it; both fees are the acquirer's. */
function posting(
  ports: ClearingPorts,
  acquirer: Member,
  { item, authorization, priced }: Accepted,
  atMs: number,
): Posting {
  const [acquiring, issuing] = [paths.member(acquirer.id), paths.member(authorization.issuerId)];
  const amount = item.isCredit ? negate(item.amount) : item.amount;
  return {
    accountId: bookId,
    id: ports.makeId('ltx'),
    at: atMs,
    kind: 'posted',
    description: item.isCredit ? 'presentment of a refund' : 'presentment',
    reference: item.rrn,
    entries: [
      ...move(acquiring, issuing, amount),
      ...move(issuing, acquiring, priced.interchange),
      ...move(paths.schemeFees, acquiring, priced.schemeFee),
    ],
  };
}

function answerOf(
  ports: ClearingPorts,
  acquirer: Member,
  file: PresentmentFile,
  outcome: {
    readonly decided: readonly Decided[];
    readonly accepted: readonly Accepted[];
    readonly atMs: number;
  },
): string {
  const prices = new Map(outcome.accepted.map(({ item, priced }) => [item.sequence, priced]));
  return buildAcceptanceFile({
    header: {
      fileId: ports.makeId('cla'),
      sender: ports.institutionId,
      receiver: acquirer.id,
      businessDate: file.header.businessDate,
      createdAt: outcome.atMs,
    },
    answersFileId: file.header.fileId,
    items: outcome.decided.map(({ item, result }) =>
      answerItem(item, result.ok ? prices.get(item.sequence) : undefined, result),
    ),
  });
}

function answerItem(
  item: Presentment,
  priced: Priced | undefined,
  result: Decided['result'],
): AcceptanceItem {
  const { sequence, rrn, isCredit } = item;
  if (!result.ok) {
    return { sequence, rrn, isCredit, decision: { outcome: 'rejected', reason: result.error } };
  }
  assert(priced, `item ${sequence} was accepted and not priced`);
  // As the acquirer sees them: it pays both, and gets the interchange of a refund back.
  const fees = { interchange: negate(priced.interchange), schemeFee: negate(priced.schemeFee) };
  return { sequence, rrn, isCredit, decision: { outcome: 'accepted', fees } };
}
