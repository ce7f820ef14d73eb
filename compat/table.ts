// What was tried, what came of it and why, for a person; and whether it is what was expected.

export type Row = {
  readonly what: string;
  readonly passed: boolean;
  /** Why it does not pass, or what to know of it. */
  readonly why: string;
  /** Refused in another form than the API's: a failure, whatever is known. */
  readonly isRude?: boolean;
};

/** What is known not to pass, each with its reason. */
export type Known = Readonly<Record<string, string>>;

/** Prints the table; answers how many rows have failed that should have passed. */
export function judge(title: string, rows: readonly Row[], known: Known): number {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${title}`);
  const reasonOf = ({ what, isRude }: Row) => (isRude ? undefined : known[what]);
  for (const row of rows) {
    const { what, passed, why } = row;
    const reason = reasonOf(row);
    const note = passed && reason !== undefined ? 'passes now: take it off the list' : why;
    const kept =
      !passed && reason !== undefined ? `\n${' '.repeat(width + 13)}known: ${reason}` : '';
    const mark = passed ? 'passes' : reason === undefined ? 'FAILS' : 'does not';
    console.log(`  ${what.padEnd(width)}  ${mark.padEnd(9)}${note}${kept}`);
  }
  const passing = rows.filter(({ passed }) => passed).length;
  console.log(`  ${passing} of ${rows.length} pass`);
  const gone = Object.keys(known).filter((name) => !rows.some(({ what }) => what === name));
  for (const name of gone)
    console.log(`  ${name} is in the list of what is known, and nobody tried it`);
  return rows.filter((row) => !row.passed && reasonOf(row) === undefined).length;
}
