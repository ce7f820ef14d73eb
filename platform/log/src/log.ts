// The log of every program: one JSON line an event, written by pino after `clean` has taken out
// what must not be read. Programs see the interface only.

import { pino } from 'pino';
import { clean } from './clean.ts';
import { maskText } from './mask-text.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

type Write = (what: object | string, message?: string) => void;

export interface Log {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** A log whose every line also carries these fields. */
  child(fields: object): Log;
}

export type LogOptions = {
  readonly name: string;
  readonly level: LogLevel;
  /** Where the lines go; standard output when left out. */
  readonly destination?: { write(line: string): void };
};

export function openLog(options: LogOptions): Log {
  const settings = {
    name: options.name,
    level: options.level,
    base: { name: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    // What reaches pino is clean and plain already; its own reading of errors would spoil it.
    serializers: { err: (value: unknown) => value },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(pino(settings, options.destination ?? pino.destination({ fd: 1, sync: false })), {});
}

export const silentLog: Log = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

type Sink = Record<
  'trace' | 'debug' | 'info' | 'warn' | 'error',
  (o: object, m?: string) => void
> & {
  isLevelEnabled(level: string): boolean;
};

function wrap(sink: Sink, fields: object): Log {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error'): Write => {
    return (what, message) => {
      if (!sink.isLevelEnabled(level)) return;
      if (typeof what === 'string') sink[level](fields, maskText(what));
      else sink[level](merge(fields, what), message === undefined ? undefined : maskText(message));
    };
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => wrap(sink, merge(fields, more)),
  };
}

/** `fields` are clean already; an error given alone sits under `err`, where readers look for it. */
function merge(fields: object, more: object): object {
  const cleaned = clean(more instanceof Error ? { err: more } : more);
  return { ...fields, ...(typeof cleaned === 'object' ? cleaned : { value: cleaned }) };
}
