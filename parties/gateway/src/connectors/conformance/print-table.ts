// The kit's findings for people: connector by case, and why a cell is an exception.

import type { Case, CaseName } from './cases.ts';
import type { Played } from './play.ts';
import type { Subject } from './subject.ts';

export type Column = Pick<Subject, 'name' | 'exceptions'> & {
  readonly played: ReadonlyMap<CaseName, Played>;
};

/** How the case has to go; with an exception, how that says. */
export function expectedOf(one: Case, exceptions: Column['exceptions']): Played {
  const exception = exceptions[one.name];
  const ends = exception?.ends ?? one.steps.flatMap((step) => step.ends ?? []);
  return { ends, effect: exception?.effect ?? one.effect };
}

export function printTable(cases: readonly Case[], columns: readonly Column[]): string {
  const width = Math.max(...cases.map(({ name }) => name.length));
  const wide = Math.max(12, ...columns.map(({ name }) => name.length + 2));
  const notes: string[] = [];
  const cell = (one: Case, { name, exceptions, played }: Column): string => {
    const exception = exceptions[one.name];
    const found = played.get(one.name);
    if (found === undefined) return 'not played';
    const { ends, effect } = expectedOf(one, exceptions);
    const { held, taken } = effect;
    const isAsSaid =
      ends.join() === found.ends.join() &&
      held === found.effect.held &&
      taken === found.effect.taken;
    if (!isAsSaid) return 'FAILS';
    if (exception === undefined) return 'ok';
    notes.push(`${name}, ${one.name}: ${exception.why} (${ends.join(', ')})`);
    return `exception ${notes.length}`;
  };
  const head = [''.padEnd(width), ...columns.map(({ name }) => name.padEnd(wide))].join('  ');
  const lines = cases.map((one) =>
    [one.name.padEnd(width), ...columns.map((column) => cell(one, column).padEnd(wide))].join('  '),
  );
  return [head, ...lines, ...notes.map((note, index) => `${index + 1}. ${note}`)].join('\n');
}
