// The clearing house has settled: what members owed and were owed is cleared in the book. Told by
// its report on our message (pacs.002) and by its notice of what moved on our own account (camt.054),
// whichever comes first; or found out by asking, should both be lost.

import { unit } from '@kassa/database';
import { type Iso20022Error, readCamt054, readPacs002 } from '@kassa/iso20022';
import { post } from '@kassa/ledger';
import { money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { bookId, move, openAccounts, paths } from '../book/chart.ts';
import {
  findSettlement,
  loadOpenSettlements,
  loadPositions,
  markSettled,
  noteAdvised,
  type SettlementMessage,
} from './cycle-store.ts';
import type { ClearingPorts } from './ports.ts';

export type Noticed = { readonly booked: number; readonly known: number; readonly foreign: number };

type Unreadable = { readonly code: 'unreadable'; readonly reason: string };

/** The notice of the clearing house; each settlement in it is booked once. */
export async function receiveNotice(
  ports: ClearingPorts,
  xml: string,
): Promise<Result<Noticed, Unreadable>> {
  const notice = readCamt054(xml);
  if (!notice.ok) return err(unreadable(notice.error));
  const noticed = { booked: 0, known: 0, foreign: 0 };
  for (const entry of notice.value.notifications.flatMap(({ entries }) => entries)) {
    const message = await findSettlement(ports.db, entry.messageId ?? '');
    const moved = entry.side === 'credit' ? entry.amount.minor : -entry.amount.minor;
    const isOurs = message?.currency === entry.amount.currency;
    if (!message || !isOurs) {
      noticed.foreign += 1;
      ports.log.warn({ reference: entry.reference }, 'a movement that no settlement explains');
    } else if (await bookSettlement(ports, message, moved)) noticed.booked += 1;
    else {
      noticed.known += 1;
      await noteAdvised(ports.db, message.messageId, moved);
    }
  }
  return ok(noticed);
}

/** What became of a settlement that we have sent. */
export async function receiveReport(
  ports: ClearingPorts,
  xml: string,
): Promise<Result<{ readonly isSettled: boolean }, Unreadable>> {
  const report = readPacs002(xml);
  if (!report.ok) return err(unreadable(report.error));
  const { original, status } = report.value;
  const message = await findSettlement(ports.db, original.id);
  const isSettled = message !== undefined && status === 'ACSC';
  if (isSettled) await bookSettlement(ports, message, null);
  else ports.log.warn({ messageId: original.id, status }, 'a report that settles nothing of ours');
  return ok({ isSettled });
}

function unreadable({ element, detail }: Iso20022Error): Unreadable {
  return { code: 'unreadable', reason: `${element}: ${detail}` };
}

const stateAnswer = z.object({ state: z.string() });

/** Asks after every settlement that was sent and not heard of again. */
export async function inquireSettlements(ports: ClearingPorts): Promise<void> {
  for (const message of await loadOpenSettlements(ports.db)) {
    if (message.state !== 'sent') continue;
    const { url, key } = ports.clearingHouse;
    const answer = await ports.http.getJson(`${url}/settlements/${message.messageId}`, {
      headers: { authorization: `Bearer ${key.reveal()}` },
    });
    const read = answer.ok ? stateAnswer.safeParse(answer.value.body) : undefined;
    if (read?.success && read.data.state === 'settled') await bookSettlement(ports, message, null);
    else ports.log.warn({ messageId: message.messageId }, 'a settlement is not confirmed yet');
  }
}

/** False when it was booked before. */
export async function bookSettlement(
  ports: ClearingPorts,
  message: SettlementMessage,
  advisedMinor: bigint | null,
): Promise<boolean> {
  const positions = await loadPositions(ports.db, message);
  const members = positions.map(({ memberId }) => memberId);
  const atMs = ports.nowMs();
  const entries = positions.flatMap(({ memberId, netMinor }) =>
    move(paths.settlementAccount, paths.member(memberId), money(message.currency, netMinor)),
  );
  const posting = {
    accountId: bookId,
    id: ports.makeId('ltx'),
    at: atMs,
    kind: 'posted',
    description: `settlement of ${message.businessDate}`,
    reference: message.messageId,
    entries,
  } as const;
  const done = await ports.db.commit(
    unit(
      markSettled(message.messageId, atMs, advisedMinor),
      openAccounts(members, message.currency),
      post(entries.length > 0 ? [posting] : []),
    ),
  );
  assert(
    done.ok || done.error.code === 'guard',
    `a settlement was not booked: ${JSON.stringify(done)}`,
  );
  if (done.ok) ports.log.info({ messageId: message.messageId }, 'settled');
  return done.ok;
}
