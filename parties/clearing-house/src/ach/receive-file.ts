// A bank brings an ACH file: every record is checked, and each entry goes into the window of its day, to
// be handed on in one file for each receiving bank. Returns and notifications of change come so too.

import { type Unit, unit } from '@kassa/database';
import { currencyOf } from '@kassa/money';
import { type AchFile, readAch } from '@kassa/nacha';
import { err, ok, type Result, unwrap } from '@kassa/result';
import { dateIn, isPlainDate, type PlainDate } from '@kassa/time';
import type { Refusal, StatusReport } from '../errors.ts';
import type { Member } from '../members/directory.ts';
import { fingerprintOf } from '../messages.ts';
import type { Ports } from '../ports.ts';
import type { NewBatch } from '../small-value/batch.ts';
import { type Group, grouped } from '../small-value/grouped.ts';
import { countAchTo, findByTrace, markItemReturned } from '../small-value/store.ts';
import { takeBatches, type WindowOf } from '../small-value/take-batches.ts';
import { decideFile, type RoutedEntry } from './decide.ts';
import { clockOf, outgoingFile } from './outgoing-file.ts';

const usd = unwrap(currencyOf('USD'));

export async function receiveFile(
  ports: Ports,
  sender: Member,
  text: string,
): Promise<Result<StatusReport, Refusal>> {
  const read = readAch(text);
  if (!read.ok) return err({ code: 'unreadable_file', error: read.error });
  const file = read.value;
  const messageId = idOf(file);
  const fingerprint = fingerprintOf(file);
  const taking = { sender: sender.code, messageId, kind: 'nacha', fingerprint } as const;
  return takeBatches(ports, taking, async (windowOf) => {
    const routed = decideFile(file, sender, ports.members, ports.ach.routingNumber);
    if (!routed.ok) return routed;
    const returned = await returnedItems(ports, routed.value, sender);
    if (!returned.ok) return returned;
    const today = dateIn(ports.clock.nowMs(), ports.day.zone);
    const groups = grouped(
      routed.value,
      (one) => `${one.receiver.code} ${windowOf(wishedOf(one, today), usd).businessDate}`,
    );
    const batches: NewBatch[] = [];
    for (const group of groups) {
      const earlier = batches.filter(({ receiver }) => receiver === group[0].receiver.code).length;
      batches.push(await batchOf(ports, group, windowOf, earlier));
    }
    return ok({ batches, more: unit(...returned.value) });
  });
}

/** What makes a file the same file by the rules: from whom, when, and which of that minute. */
function idOf({ header }: AchFile): string {
  const { immediateOrigin, createdOn, createdAt, idModifier } = header;
  return `${immediateOrigin}-${createdOn}${createdAt}-${idModifier}`;
}

/** The day that the originator wants; none, or noughts, is today. */
function wishedOf({ batch }: RoutedEntry, today: PlainDate): PlainDate {
  const { effectiveOn } = batch.header;
  const [year, month, day] = [0, 2, 4].map((from) => effectiveOn.slice(from, from + 2));
  const date = `20${year}-${month}-${day}`;
  return isPlainDate(date) ? date : today;
}

/** Each return is of an entry that the bank was handed, whole and once. */
async function returnedItems(
  ports: Ports,
  routed: readonly RoutedEntry[],
  returner: Member,
): Promise<Result<readonly Unit[], Refusal>> {
  const units: Unit[] = [];
  for (const { returned, receiver, minor } of routed) {
    if (!returned) continue;
    const { traceNumber, reason } = returned;
    const item = await findByTrace(ports.db, traceNumber, {
      sender: receiver.code,
      receiver: returner.code,
    });
    if (!item) return err({ code: 'unknown_original', detail: `${traceNumber} was not handed on` });
    if (item.isReturned) return err({ code: 'returned_before', detail: traceNumber });
    if (item.minor !== minor) return err({ code: 'wrong_amount', detail: traceNumber });
    units.push(markItemReturned(item.id, reason));
  }
  return ok(units);
}

async function batchOf(
  ports: Ports,
  group: Group<RoutedEntry>,
  windowOf: WindowOf,
  earlier: number,
): Promise<NewBatch> {
  const { clock, day, makeId, ach } = ports;
  const atMs = clock.nowMs();
  const today = dateIn(atMs, day.zone);
  const [first] = group;
  const { receiver } = first;
  const window = windowOf(wishedOf(first, today), usd);
  const { receivingDfi, checkDigit } = first.entry.detail;
  return {
    ...{ id: makeId('dlv'), kind: 'ach', receiver: receiver.code, window },
    body: outgoingFile(group, {
      from: ach,
      to: { routingNumber: receivingDfi + checkDigit, name: receiver.name },
      createdOn: today,
      createdAt: clockOf(atMs, day.zone),
      nth: earlier + (await countAchTo(ports.db, receiver.code)),
      settledOn: window.businessDate,
    }),
    items: group.map(({ traceNumber, payer, payee, minor }) => ({
      ...{ id: makeId('svp'), endToEndId: traceNumber, payer, payee, minor },
    })),
  };
}
