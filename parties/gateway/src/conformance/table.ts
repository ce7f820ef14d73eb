// What the run has shown, as a table for a person: resource, operations, covered.

import type { Operation, Resource } from './scope.ts';

export type Outcome = {
  readonly operation: Operation;
  readonly end: 'covered' | 'refused' | 'not there';
  /** Between the answer and its declaration, but for those that are known. */
  readonly gaps: readonly string[];
  /** Of what is not there. */
  readonly why?: string;
};

export function tableOf(outcomes: readonly Outcome[]): string {
  const names = [...new Set(outcomes.map(({ operation }) => operation.resource))];
  const head = row(['resource', 'operations', 'covered', 'refused by name', 'not there', 'gaps']);
  const rows = names.map((resource) => rowOf(resource, outcomes));
  return [
    '',
    head,
    ...rows,
    '',
    ...sums(outcomes),
    ...toCome(outcomes),
    ...gapLines(outcomes),
    '',
  ].join('\n');
}

function rowOf(resource: Resource, outcomes: readonly Outcome[]): string {
  const own = outcomes.filter(({ operation }) => operation.resource === resource);
  const ending = (end: Outcome['end']) => own.filter((one) => one.end === end).length;
  const shown = [own.length, ending('covered'), ending('refused'), ending('not there')];
  return row([resource.name, ...shown.map(String), String(gapsIn(own).length)]);
}

function sums(outcomes: readonly Outcome[]): string[] {
  const resources = [...new Set(outcomes.map(({ operation }) => operation.resource))];
  const isCore = ({ operation }: Outcome) => operation.resource.core > 0;
  const core = outcomes.filter(isCore);
  const counted = resources.reduce((sum, { core: count }) => sum + count, 0);
  const newer = core.length - counted;
  return [
    `Core operations: ${ends(core)}.`,
    `  ${counted} are 174 less the 28 of subscriptions and invoices; ${newer} newer in the client.`,
    `Beyond the core: ${ends(outcomes.filter((one) => !isCore(one)))}.`,
  ];
}

function ends(outcomes: readonly Outcome[]): string {
  const ending = (end: Outcome['end']) => outcomes.filter((one) => one.end === end).length;
  const refused = `${ending('refused')} refused by name`;
  return `${ending('covered')} of ${outcomes.length} covered, ${refused}`;
}

function toCome(outcomes: readonly Outcome[]): string[] {
  const open = outcomes.filter(({ end }) => end === 'not there');
  return open.map(({ operation, why = '' }) => `not there: ${operation.title}: ${why}`);
}

/** Fields that answers do not carry as the client declares them. */
function gapLines(outcomes: readonly Outcome[]): string[] {
  const gaps = gapsIn(outcomes);
  if (gaps.length === 0) return ['Every answer carries the fields that the client declares.'];
  return [`${gaps.length} gaps between answers and the client's declarations:`, ...gaps];
}

function gapsIn(outcomes: readonly Outcome[]): string[] {
  return [...new Set(outcomes.flatMap(({ gaps }) => gaps))].sort();
}

function row([first = '', ...others]: readonly string[]): string {
  return `  ${first.padEnd(34)}${others.map((one) => one.padStart(17)).join('')}`;
}
