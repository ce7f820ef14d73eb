// What the run has shown, as a table for a person: resource, operations, covered.

import type { Gap } from './compare.ts';
import { knownGaps } from './known-gaps.ts';
import type { Operation, Resource } from './scope.ts';

export type Outcome = {
  readonly operation: Operation;
  readonly end: 'covered' | 'refused' | 'not there';
  readonly gaps: readonly Gap[];
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
  const wanted = resources.reduce((sum, { core }) => sum + core, 0);
  const coreCases = outcomes.filter(isCore);
  const extra = coreCases.length - wanted;
  const coreCovered = coreCases.filter(({ end }) => end === 'covered').length;
  const others = outcomes.filter((one) => !isCore(one));
  const othersCovered = others.filter(({ end }) => end === 'covered').length;
  return [
    `Core operations: ${coreCovered} of ${coreCases.length}: ${wanted} are 174 less the 28 of subscriptions and invoices, ${extra} newer in the client.`,
    `Beyond the core: ${othersCovered} of ${others.length}.`,
  ];
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

/** But for those that are known. */
export function gapsIn(outcomes: readonly Outcome[]): string[] {
  const lines = outcomes.flatMap(({ gaps }) => gaps.map(({ kind, where }) => `${kind} ${where}`));
  return [...new Set(lines)].filter((line) => knownGaps[line] === undefined).sort();
}

function row([first = '', ...others]: readonly string[]): string {
  return `  ${first.padEnd(34)}${others.map((one) => one.padStart(17)).join('')}`;
}
