// The task of 20:00: takes disputes further whose time has come, closes the cycle of the day, brings the banks their files, and sends the nets
// to the clearing house. Each step remembers by itself that it is done, so the task may be run
// again after any failure, and brings along what earlier days left undone.

import {
  buildPresentmentFile,
  decodePresentment,
  itemsMax,
  type Presentment,
  parseAcceptanceFile,
} from '@kassa/clearing-file';
import { writePacs009 } from '@kassa/iso20022';
import { money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { instant, nextBankingDay, type PlainDate } from '@kassa/time';
import { deliverDisputes } from '../disputes/deliver-disputes.ts';
import { endCases } from '../disputes/end-cases.ts';
import { issuerOf } from '../switch/decide.ts';
import { bookSettlement } from './book-settlement.ts';
import {
  closeCycle,
  countFileAttempt,
  type IssuerFile,
  loadFileItems,
  loadOpenSettlements,
  loadPendingFiles,
  loadPositions,
  markDelivered,
  markSent,
  type SettlementMessage,
} from './cycle-store.ts';
import type { ClearingPorts } from './ports.ts';

export async function runCycle(ports: ClearingPorts, businessDate: PlainDate): Promise<void> {
  const prefix = ports.clearingHouse.settlementAccount;
  await endCases(ports, businessDate);
  await closeCycle(ports.db, { businessDate, atMs: ports.nowMs(), prefix, itemsMax });
  const undone = await deliverAll(ports, await loadPendingFiles(ports.db));
  undone.push(...(await deliverDisputes(ports)));
  for (const message of await loadOpenSettlements(ports.db)) {
    if (message.state !== 'pending') continue;
    const fault = await sendSettlement(ports, message);
    if (fault) undone.push(`settlement ${message.messageId}: ${fault}`);
  }
  // The schedule runs the task again and shows this until it is done.
  if (undone.length > 0) throw new Error(undone.join('; '));
}

/** To all banks at the same time, to each its files in their order. What went wrong. */
async function deliverAll(ports: ClearingPorts, files: readonly IssuerFile[]): Promise<string[]> {
  const banks = [...new Set(files.map(({ issuerId }) => issuerId))];
  const undone: string[] = [];
  const deliverTo = async (bank: string) => {
    for (const file of files.filter(({ issuerId }) => issuerId === bank)) {
      const fault = await deliver(ports, file);
      if (fault) undone.push(`file ${file.fileId}: ${fault}`);
    }
  };
  // One that fails stops no other half-way; the task is run again when all have come to their end.
  const ends = await Promise.allSettled(banks.map(deliverTo));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return undone;
}

/** What went wrong, if something did. */
async function deliver(ports: ClearingPorts, file: IssuerFile): Promise<string | undefined> {
  const issuer = issuerOf(ports.directory, file.issuerId);
  if (!issuer) return `${file.issuerId} is no issuer any more`;
  const text = await buildIssuerFile(ports, file);
  const answer = await ports.http.postText(`${issuer.issuer.url}/clearing/presentments`, text, {
    headers: { authorization: `Bearer ${issuer.issuer.key.reveal()}` },
  });
  const fault = answer.ok
    ? answer.value.status === 200
      ? undefined
      : `status ${answer.value.status}`
    : answer.error.code;
  const acceptance = answer.ok && !fault ? parseAcceptanceFile(answer.value.body) : undefined;
  if (!acceptance?.ok || acceptance.value.answersFileId !== file.fileId) {
    await countFileAttempt(ports.db, file.fileId);
    return fault ?? 'its answer is no acceptance of this file';
  }
  const rejected = acceptance.value.items.filter(({ decision }) => decision.outcome === 'rejected');
  if (rejected.length > 0) {
    ports.log.warn({ fileId: file.fileId, rejected: rejected.length }, 'an issuer rejects items');
  }
  await markDelivered(ports.db, file.fileId, rejected.length, ports.nowMs());
  return undefined;
}

async function buildIssuerFile(ports: ClearingPorts, file: IssuerFile): Promise<string> {
  const rows = await loadFileItems(ports.db, file.fileId);
  const items = rows.map((row, index): Presentment => {
    const line = ports.cover.openText(row.sealedItem, row.id);
    const item = unwrap(decodePresentment(line, row.acceptedAtMs));
    const interchange = money(row.currency, row.interchangeMinor);
    return { ...item, sequence: index + 1, fees: { interchange } };
  });
  return buildPresentmentFile({
    header: {
      fileId: file.fileId,
      sender: ports.institutionId,
      receiver: file.issuerId,
      businessDate: file.businessDate,
      createdAt: file.closedAtMs,
    },
    items,
  });
}

async function sendSettlement(
  ports: ClearingPorts,
  message: SettlementMessage,
): Promise<string | undefined> {
  const xml = await writeSettlement(ports, message);
  if (xml === undefined) {
    await bookSettlement(ports, message, null);
    return undefined;
  }
  const { url, key } = ports.clearingHouse;
  const answer = await ports.http.postText(`${url}/settlements`, xml, {
    headers: { 'content-type': 'application/xml', authorization: `Bearer ${key.reveal()}` },
  });
  if (!answer.ok) return answer.error.code;
  const { status, body } = answer.value;
  if (status >= 300) return `status ${status} ${body.slice(0, 200)}`;
  await markSent(ports.db, message.messageId, ports.nowMs());
  return undefined;
}

/** Undefined when every member's net is zero: then there is nothing to ask for. */
async function writeSettlement(
  ports: ClearingPorts,
  message: SettlementMessage,
): Promise<string | undefined> {
  const own = ports.clearingHouse.settlementAccount;
  const positions = (await loadPositions(ports.db, message)).filter(
    ({ netMinor }) => netMinor !== 0n,
  );
  if (positions.length === 0) return undefined;
  return writePacs009({
    messageId: message.messageId,
    createdAtMs: instant(message.closedAtMs),
    settledOn: nextBankingDay(ports.calendar, message.businessDate),
    transfers: positions.map(({ memberId, clearingCode, netMinor }) => ({
      endToEndId: `${message.messageId}-${memberId}`,
      amount: money(message.currency, netMinor < 0n ? -netMinor : netMinor),
      debtor: netMinor < 0n ? clearingCode : own,
      creditor: netMinor < 0n ? own : clearingCode,
      remittance: `Card clearing ${message.businessDate}`,
    })),
  });
}
