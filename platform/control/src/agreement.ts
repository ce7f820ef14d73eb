// Do the parties' books agree with one another? What A says it has open with B must be the mirror
// image of what B says it has open with A, for each subject, currency and reference.

import type { Position, ProofReport } from './reports.ts';

export type Agreement = {
  readonly parties: readonly [string, string];
  readonly what: string;
  readonly currency: string;
  readonly reference: string | null;
  /** What each of the two says, in the order of `parties`; null: says nothing. */
  readonly says: readonly [bigint | null, bigint | null];
  /** Told by one and not yet acknowledged by the other: by so much the two may differ. */
  readonly open: bigint;
};

export type Comparison = {
  readonly agreements: readonly Agreement[];
  readonly disagreements: readonly Agreement[];
};

/** Pure; the order of parties and positions does not matter. */
export function comparePositions(
  positionsOf: Readonly<Record<string, readonly Position[]>>,
): Comparison {
  const found = new Map<string, Agreement>();
  for (const [party, positions] of Object.entries(positionsOf)) {
    for (const position of positions) {
      const [first, second] =
        party < position.with ? [party, position.with] : [position.with, party];
      const { what, currency, reference = null } = position;
      const key = JSON.stringify([first, second, what, currency, reference]);
      const known = found.get(key);
      const said = known?.says ?? ([null, null] as const);
      const side = party === first ? 0 : 1;
      const total = (said[side] ?? 0n) + BigInt(position.minor);
      const says = side === 0 ? ([total, said[1]] as const) : ([said[0], total] as const);
      const open = (known?.open ?? 0n) + BigInt(position.openMinor ?? '0');
      found.set(key, { parties: [first, second], what, currency, reference, says, open });
    }
  }
  const all = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, agreement]) => agreement);
  return {
    agreements: all.filter(isMirrored),
    disagreements: all.filter((agreement) => !isMirrored(agreement)),
  };
}

/** Silence means nothing is open; so it agrees with a zero, and with nothing else. */
function isMirrored({ says: [left, right], open }: Agreement): boolean {
  const difference = (left ?? 0n) + (right ?? 0n);
  return difference <= open && -difference <= open;
}

export type Proof = { readonly ok: boolean; readonly text: string };

/** The whole proof as a table for people; ok only if every book and every pair is. */
export function printProof(reports: readonly ProofReport[], comparison: Comparison): Proof {
  const { agreements, disagreements } = comparison;
  const books = reports.map((report) => [
    report.party,
    report.ok ? 'balances' : 'DOES NOT BALANCE',
    Object.entries(report.counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  ]);
  const findings = reports.flatMap(({ party, findings: list }) =>
    list.map(({ what, where, detail }) => [party, what, where, detail]),
  );
  const parts = [
    'Books',
    table([['party', 'book', 'holds'], ...books]),
    findings.length > 0 ? `\nFindings\n${table(findings)}` : '',
    '\nBetween the parties',
    table([
      ['parties', 'subject', 'first says', 'second says', ''],
      ...disagreements.map((line) => [...row(line), 'DISAGREE']),
      ...agreements.map((line) => [...row(line), agreed(line)]),
    ]),
  ];
  const ok = reports.length > 0 && reports.every((report) => report.ok) && !disagreements.length;
  return { ok, text: parts.filter((part) => part !== '').join('\n') };
}

function agreed({ open, currency }: Agreement): string {
  return open === 0n ? 'agree' : `agree, ${open} ${currency} under way`;
}

function row({ parties, what, currency, reference, says }: Agreement): string[] {
  const subject = reference === null ? what : `${what} ${reference}`;
  const said = (minor: bigint | null) => (minor === null ? 'nothing' : `${minor} ${currency}`);
  return [parties.join(' / '), subject, said(says[0]), said(says[1])];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const cells of rows) {
    cells.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows
    .map((cells) =>
      `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
    )
    .join('\n');
}
