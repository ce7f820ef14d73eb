// The file that goes on to one bank: the entries for it under the headers of their batches, with the day
// on which they settle put in.

import { type AchFile, type Batch, writeAch } from '@kassa/nacha';
import { type PlainDate, timeIn, utcMidnightMs } from '@kassa/time';
import type { RoutedEntry } from './decide.ts';

export type Outgoing = {
  readonly from: { readonly routingNumber: string; readonly name: string };
  readonly to: { readonly routingNumber: string; readonly name: string };
  readonly createdOn: PlainDate;
  /** HHMM. */
  readonly createdAt: string;
  /** Which of the files to this bank it is: two of one minute must differ. */
  readonly nth: number;
  readonly settledOn: PlainDate;
};

const modifiers = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export function outgoingFile(entries: readonly RoutedEntry[], out: Outgoing): string {
  return writeAch({ header: headerOf(out), batches: batchesOf(entries, out.settledOn) });
}

function headerOf({ from, to, createdOn, createdAt, nth }: Outgoing): AchFile['header'] {
  return {
    immediateDestination: to.routingNumber,
    immediateOrigin: from.routingNumber,
    createdOn: createdOn.slice(2).replaceAll('-', ''),
    createdAt,
    idModifier: modifiers[nth % modifiers.length] ?? 'A',
    destinationName: plain(to.name),
    originName: plain(from.name),
    reference: '',
  };
}

function batchesOf(entries: readonly RoutedEntry[], settledOn: PlainDate): readonly Batch[] {
  const sources = [...new Set(entries.map(({ batch }) => batch))];
  return sources.map((source, index) => ({
    ...source,
    header: { ...source.header, batchNumber: index + 1, settlementDay: dayOfYear(settledOn) },
    entries: entries.filter(({ batch }) => batch === source).map(({ entry }) => entry),
  }));
}

function dayOfYear(date: PlainDate): string {
  const firstMs = utcMidnightMs(`${Number(date.slice(0, 4))}-01-01`);
  return String(Math.round((utcMidnightMs(date) - firstMs) / 86_400_000) + 1).padStart(3, '0');
}

/** Names are 23 printable ASCII characters. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^ -~]/g, '')
    .slice(0, 23)
    .trim();
}

/** HHMM on the wall clock. */
export function clockOf(atMs: number, zone: string): string {
  return timeIn(atMs, zone).replaceAll(':', '').slice(0, 4);
}
