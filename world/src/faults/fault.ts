// What can be broken on a link, and how it is bounded. Times count from the moment it was set.

import { z } from 'zod';

/** What a fault does to what it strikes; the last three are about connections, not messages. */
export const deeds = {
  drop: 'is swallowed',
  delay: 'comes late',
  duplicate: 'comes twice',
  reorder: 'is overtaken by the next one',
  corrupt: 'comes with one byte changed',
  refuse: 'is refused: nobody listens, connections are closed',
  'half-open': 'is accepted and never answered',
  trickle: 'comes byte by byte',
} as const;

export type Deed = keyof typeof deeds;
export type Side = 'request' | 'answer';
export type Protocol = 'iso8583' | 'http' | 'bytes';

/** Deeds that end or freeze a connection: told to connections too, not to messages only. */
export const isAboutConnections = (deed: Deed): deed is 'refuse' | 'half-open' =>
  deed === 'refuse' || deed === 'half-open';

export const rangeMaxMs = 600_000;
const timesMax = 1_000_000;
const ms = z.number().int().min(0).max(rangeMaxMs);
const times = z.number().int().min(1).max(timesMax);

export const faultSchema = z
  .strictObject({
    link: z.string().max(60).describe('a link or a group of links'),
    kind: z
      .string()
      .regex(/^[\w*/. -]{1,100}$/, 'must be *, an MTI, or a method and a path')
      .default('*')
      .describe('*, 0110, POST /3ds/areq, POST /v1/*'),
    deed: z.enum(deedNames()),
    side: z.enum(['request', 'answer']).default('request'),
    rate: z.number().gt(0).max(1).optional().describe('of what it could strike, 0 to 1'),
    count: times.optional().describe('strikes so many times at most'),
    nth: times.optional().describe('strikes the n-th only'),
    fromMs: ms.optional(),
    untilMs: ms.optional(),
    delayMs: z.tuple([ms, ms]).optional().describe('for delay: from, to'),
    bytesPerSecond: z.number().int().min(1).max(10_000_000).optional().describe('for trickle'),
  })
  .superRefine((fault, ctx) => {
    for (const [path, message] of contradictions(fault)) {
      ctx.addIssue({ code: 'custom', path: [path], message });
    }
  })
  // An answer with a kind of its own is an answer, whatever else was said.
  .transform((fault) => (isAnswerKind(fault.kind) ? { ...fault, side: 'answer' as const } : fault));

export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

type Times = Pick<Fault, 'deed' | 'fromMs' | 'untilMs' | 'delayMs' | 'bytesPerSecond'>;

function* contradictions(fault: Times): Generator<readonly [path: string, message: string]> {
  const { deed, delayMs, bytesPerSecond, fromMs = 0, untilMs } = fault;
  if (deed === 'delay' && delayMs === undefined) yield ['ms', 'a delay says how long: ms=5000'];
  if (deed !== 'delay' && delayMs !== undefined) yield ['ms', 'only a delay has ms'];
  if (delayMs !== undefined && delayMs[0] > delayMs[1]) yield ['ms', 'the range is upside down'];
  if (deed === 'trickle' && bytesPerSecond === undefined) {
    yield ['bps', 'a trickle says how many bytes come in a second: bps=20'];
  }
  if (deed !== 'trickle' && bytesPerSecond !== undefined) yield ['bps', 'only a trickle has bps'];
  if (untilMs !== undefined && untilMs <= fromMs) yield ['until', 'it ends before it begins'];
}

/** Why this cannot be done to what such a link carries; undefined when it can. */
export function impossible(fault: Fault, protocol: Protocol): string | undefined {
  const { deed, side, kind } = fault;
  if (protocol === 'bytes') {
    const possible = ['delay', 'refuse', 'half-open', 'trickle'];
    if (!possible.includes(deed)) {
      return `it carries bytes, not messages: ${possible.join(', ')} are possible`;
    }
    if (kind !== '*') return 'it carries bytes, not messages: the kind must be *';
  }
  if (protocol === 'http' && side === 'answer' && (deed === 'duplicate' || deed === 'reorder')) {
    return 'an HTTP answer comes once, and on the connection of its request';
  }
  if (protocol !== 'iso8583' && /^\d{4}$/.test(kind)) return 'it carries no ISO 8583';
  if (protocol !== 'http' && kind.includes('/')) return 'it carries no HTTP';
  return undefined;
}

/** Of ISO 8583, an answer is a kind of its own: its third digit is odd. */
export function isAnswerKind(kind: string): boolean {
  return /^\d\d[13579]\d$/.test(kind);
}

function deedNames(): readonly [Deed, ...Deed[]] {
  const [first = 'drop', ...rest] = Object.keys(deeds).filter(isDeed);
  return [first, ...rest];
}

export function isDeed(text: string): text is Deed {
  return Object.hasOwn(deeds, text);
}
