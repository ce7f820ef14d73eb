// A fault as one line of text: `<link> <kind or *> <deed>[-answer] [key=value …]`. What is printed can
// be read again, and bad text is refused with what, where, and what would be possible.

import { err, ok, type Result } from '@kassa/result';
import { deeds, type Fault, faultSchema, isAnswerKind, isDeed, type Side } from './fault.ts';

const form = '<link> <kind or *> <fault> [key=value …]';
const example = '"gateway-acquirer-zelena 0110 drop rate=0.3"';
const methods = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|\*)$/;
const textMax = 300;

type Option = {
  readonly read: (text: string) => Partial<Record<keyof Fault, unknown>> | undefined;
  readonly print: (fault: Fault) => string | undefined;
  readonly like: string;
};

/** In the order in which they are printed. */
const options: Readonly<Record<string, Option>> = {
  ms: {
    read: (text) => {
      const [, first, last = first] = /^(\d{1,7})(?:\.\.(\d{1,7}))?$/.exec(text) ?? [];
      return first === undefined ? undefined : { delayMs: [Number(first), Number(last)] };
    },
    print: ({ delayMs }) => delayMs && [...new Set(delayMs)].join('..'),
    like: 'ms=5000 or ms=100..500',
  },
  bps: {
    read: (text) => numberAs('bytesPerSecond', text),
    print: ({ bytesPerSecond }) => bytesPerSecond?.toString(),
    like: 'bps=20, bytes a second',
  },
  rate: {
    read: (text) => numberAs('rate', text),
    print: ({ rate }) => rate?.toString(),
    like: 'rate=0.3, of 0 to 1',
  },
  count: {
    read: (text) => numberAs('count', text),
    print: ({ count }) => count?.toString(),
    like: 'count=5, at most so many',
  },
  nth: {
    read: (text) => numberAs('nth', text),
    print: ({ nth }) => nth?.toString(),
    like: 'nth=3, that one only',
  },
  from: {
    read: (text) => durationAs('fromMs', text),
    print: ({ fromMs }) => durationText(fromMs),
    like: 'from=10s, since it was set',
  },
  until: {
    read: (text) => durationAs('untilMs', text),
    print: ({ untilMs }) => durationText(untilMs),
    like: 'until=1m',
  },
};

export const optionsText = Object.values(options)
  .map(({ like }) => like)
  .join('; ');

export function parseFault(text: string): Result<Fault, string> {
  const words = text.trim().split(/\s+/);
  const [link = '', first = ''] = words;
  if (text.length > textMax) return err(`the fault is longer than ${textMax} characters`);
  if (words.length < 3) return refuse(text, `it has the form ${form}, such as ${example}`);
  const hasPath = methods.test(first) && words[2]?.startsWith('/') === true;
  const kind = hasPath ? `${first} ${words[2]}` : first;
  const [deedText = '', ...given] = words.slice(hasPath ? 3 : 2);
  const deed = deedText.replace(/-answer$/, '');
  if (!isDeed(deed)) {
    return refuse(text, `there is no fault "${deedText}"`, `faults: ${faultNames.join(', ')}`);
  }
  const read = readOptions(given);
  if (!read.ok) return refuse(text, read.error, `possible: ${optionsText}`);
  const side: Side = deedText.endsWith('-answer') ? 'answer' : 'request';
  return checkFault({ ...read.value, link, kind, deed, side }, text);
}

/** The same check for a fault that a program gives as an object. */
export function checkFault(input: unknown, text = 'the fault'): Result<Fault, string> {
  const parsed = faultSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return refuse(text, wrong.join('; '), `possible: ${optionsText}`);
}

export function printFault(fault: Fault): string {
  const { link, kind, deed, side } = fault;
  const isTold = side === 'answer' && !isAnswerKind(kind);
  const given = Object.entries(options).flatMap(([name, option]) => {
    const value = option.print(fault);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return [link, kind, isTold ? `${deed}-answer` : deed, ...given].join(' ');
}

export const faultNames: readonly string[] = Object.keys(deeds)
  .filter(isDeed)
  .flatMap((deed) => [deed, `${deed}-answer`]);

function readOptions(given: readonly string[]): Result<Record<string, unknown>, string> {
  const read: Record<string, unknown> = {};
  for (const word of given) {
    const at = word.indexOf('=');
    const name = word.slice(0, at);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (at < 1 || option === undefined) return err(`"${word}" is no option`);
    const value = option.read(word.slice(at + 1));
    if (value === undefined) return err(`"${word}" cannot be read, write ${option.like}`);
    Object.assign(read, value);
  }
  return ok(read);
}

function refuse(text: string, what: string, possible = ''): Result<never, string> {
  return err(`the fault "${text.trim()}" is wrong: ${what}${possible && `\n  ${possible}`}`);
}

function numberAs(name: keyof Fault, text: string) {
  return /^\d{1,8}(\.\d{1,6})?$/.test(text) ? { [name]: Number(text) } : undefined;
}

const units = { ms: 1, s: 1000, m: 60_000 } as const;

function durationAs(name: keyof Fault, text: string) {
  const parts = /^(\d{1,7})(ms|s|m)$/.exec(text);
  const unit = parts?.[2];
  if (unit !== 'ms' && unit !== 's' && unit !== 'm') return undefined;
  return { [name]: Number(parts?.[1]) * units[unit] };
}

function durationText(ms: number | undefined): string | undefined {
  if (ms === undefined) return undefined;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
