// The report as a file (RFC 4180). A cell that a spreadsheet would take for a formula is quoted as text.

import type { Line } from './compare.ts';
import { doneSoFar, remedyWords } from './words.ts';

const columns = [
  'name',
  'merchant',
  'provider',
  'rrn',
  'payment',
  'at',
  'currency',
  'here',
  'amount_here',
  'captured_here',
  'refunded_here',
  'there',
  'amount_there',
  'captured_there',
  'refunded_there',
  'remedy',
  'done_so_far',
] as const;

export function toCsv(lines: readonly Line[]): string {
  return [columns.join(','), ...lines.map((line) => rowOf(line).map(cellOf).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
}

function rowOf(line: Line): readonly string[] {
  const { here, there } = line;
  const atMs = here?.openedAtMs ?? there?.receivedAtMs ?? 0;
  return [
    line.name,
    line.merchant,
    line.provider,
    here?.rrn ?? there?.rrn ?? '',
    here?.intentId ?? '',
    new Date(atMs).toISOString(),
    here?.currency ?? there?.currency ?? '',
    here?.state ?? '',
    minorIn(here?.amountMinor),
    minorIn(here?.capturedMinor),
    minorIn(here?.refundedMinor),
    there?.state ?? '',
    minorIn(there?.amountMinor),
    minorIn(there?.capturedMinor),
    minorIn(there?.refundedMinor),
    remedyWords[line.remedy],
    doneSoFar(line),
  ];
}

const minorIn = (minor: bigint | undefined) => (minor === undefined ? '' : String(minor));

function cellOf(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
