// What kind of message passes, read from its first bytes. A message that cannot be read has a kind
// too, or it could not be told apart: `????`.

import { asciiDialect, binaryDialect, decode, mtis } from '@kassa/iso8583';
import type { Passing } from './decide.ts';
import { isAnswerKind } from './fault.ts';
import type { Marks } from './fault-box.ts';

const unreadable = '????';

type Dialect = 'ascii' | 'binary';

export function describeFrame(link: string, dialect: Dialect, frame: Buffer): Passing {
  const text = dialect === 'ascii' ? frame.toString('latin1', 0, 4) : frame.toString('hex', 0, 2);
  const kind = /^\d{4}$/.test(text) ? text : unreadable;
  if (!isAnswerKind(kind)) return { link, is: 'request', kind };
  return { link, is: 'answer', kind, answers: askedBy.get(kind) ?? [] };
}

/** For an answer, the kinds of request that it may belong to. */
const askedBy: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(mtis).flatMap(([, row]) => {
    if (!('answer' in row)) return [];
    const asking = Object.entries(mtis).filter(
      ([, one]) => 'answer' in one && one.answer === row.answer,
    );
    return [[row.answer, asking.map(([mti]) => mti)] as const];
  }),
);

/** By which a recorded message is found in the parties' own records; read only for what was struck. */
export function marksOfFrame(dialect: Dialect, frame: Buffer): Marks {
  const message = decode(frame, dialect === 'ascii' ? asciiDialect : binaryDialect);
  if (!message.ok) return {};
  const { 11: stan, 37: rrn } = message.value.fields;
  return { ...(stan ? { stan } : {}), ...(rrn ? { rrn: rrn.trim() } : {}) };
}

const pathMax = 120;

/**
 * Method and path, without the query; what names one object becomes a star, so that kinds stay few
 * and no id of a session is shown.
 */
export function kindOfRequest(method: string, url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  const steps = path.split('/').map((step) => (isName(step) ? '*' : step));
  return `${method} ${steps.join('/').slice(0, pathMax)}`;
}

function isName(step: string): boolean {
  return step.length > 8 && /\d/.test(step);
}
