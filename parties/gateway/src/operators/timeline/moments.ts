// One time line from all that is kept about a payment. Pure: what was read goes in, moments come out,
// oldest first; of one millisecond in the order in which things cause one another.

import { responseMeaning } from '@kassa/iso8583';
import type { RecordedTransaction } from '@kassa/ledger';
import { format, money } from '@kassa/money';
import type { Tone } from '@kassa/pages';
import type { LoggedRequest } from '../../requests/logged-request.ts';
import type { StoredWireMessage } from '../../wire-log/store.ts';
import { looseObject } from './loose-object.ts';
import { moveWords } from './move-words.ts';
import { candidatesOf, remarksOf, type ShownCandidate } from './routing-words.ts';
import { type Step, stepOfMessage, stepOfMove, steps } from './steps.ts';
import type { ShownAdvice, ShownTry, StoredMove, Story } from './story.ts';
import { wireDetail, wireText, wireTitle, wireTone } from './wire-words.ts';

export const lanes = [
  'request',
  'payment',
  'authentication',
  'wire',
  'advice',
  'book',
  'webhook',
  'dispute',
] as const;
export type Lane = (typeof lanes)[number];

export type Moment = {
  readonly key: string;
  readonly atMs: number;
  readonly lane: Lane;
  /** Of a message: which way it went, or that it did not. */
  readonly way?: StoredWireMessage['direction'];
  readonly title: string;
  readonly tone: Tone;
  readonly text?: string | undefined;
  readonly href?: string | undefined;
  readonly detail?: Detail | undefined;
};

export type Detail =
  | { readonly kind: 'fields'; readonly fields: readonly ShownField[] }
  | {
      readonly kind: 'routing';
      readonly candidates: readonly ShownCandidate[];
      readonly remarks: readonly string[];
    }
  | {
      readonly kind: 'entries';
      readonly caption: string;
      readonly entries: RecordedTransaction['entries'];
    };

export type ShownField = {
  /** 39, or nothing where names are enough. */
  readonly number?: string | undefined;
  readonly name: string;
  readonly value: string;
  readonly meaning?: string | undefined;
};

export function momentsOf(story: Story): Moment[] {
  const placed: Placed[] = [
    ...story.asked.map((one) => placedAt('asked', ofRequest(one))),
    ...story.moves.map((one) => placedAt(stepOfMove(one.type), ofMove(one, story))),
    ...story.wire.map((one) => placedAt(stepOfMessage(one), ofWire(one))),
    ...story.advices.flatMap(ofAdvice),
    ...story.book.map((one) => placedAt('booked', ofTransaction(one))),
    ...story.tries.map((one) => placedAt('merchant told', ofTry(one))),
  ];
  placed.sort((one, other) => one.moment.atMs - other.moment.atMs || one.place - other.place);
  return placed.map(({ moment }) => moment);
}

type Placed = { readonly moment: Moment; readonly place: number };

const placedAt = (step: Step, moment: Moment): Placed => ({ moment, place: steps.indexOf(step) });

function ofRequest({ id, atMs, method, path, status, error, durationMs }: LoggedRequest): Moment {
  const problem = error.declineCode ?? error.code ?? error.type;
  const answered = `answered ${status}${problem === null ? '' : ` ${problem}`} after ${durationMs} ms`;
  return {
    key: id,
    // It is logged with its answer; what it caused comes after it was asked.
    atMs: atMs - durationMs,
    lane: 'request',
    title: `${method} ${path}`,
    tone: status < 300 ? 'plain' : status < 500 ? 'warn' : 'bad',
    text: answered,
    href: `/developers/requests/${id}`,
  };
}

function ofMove({ seq, type, atMs, data, to }: StoredMove, story: Story): Moment {
  const { title, tone } = moveWords[type];
  const facts = looseObject.safeParse(data).data ?? {};
  const attempt = looseObject.safeParse(facts['attempt']).data;
  const routing = attempt && story.attempts.find(({ id }) => id === attempt['id'])?.routing;
  const isTo = type === 'attempt_opened' && typeof attempt?.['provider'] === 'string';
  return {
    key: `move-${seq}`,
    atMs,
    lane: 'payment',
    title: isTo ? `${title} with ${attempt['provider']}` : title,
    tone,
    text: [...sentencesOf(facts, story), `now ${to}`].join(' · '),
    detail:
      routing === undefined
        ? undefined
        : { kind: 'routing', candidates: candidatesOf(routing), remarks: remarksOf(routing) },
  };
}

/** What of an event's data is for people. */
function sentencesOf(facts: Readonly<Record<string, unknown>>, { headline }: Story): string[] {
  const within = (name: string) => looseObject.safeParse(facts[name]).data ?? {};
  const { currency } = headline.amount;
  const amountIn = (name: string) => {
    const minor = facts[name];
    const isWhole = typeof minor === 'string' && /^-?\d+$/.test(minor);
    return isWhole ? format(money(currency, BigInt(minor)), 'en') : undefined;
  };
  const forced = within('forced');
  const code = within('approval')['authorizationCode'];
  const said = [
    facts['foundBy'] === 'inquiry' ? 'found by asking' : undefined,
    amountIn('capturedMinor') ?? amountIn('minor'),
    code === undefined ? undefined : `authorization code ${code}`,
    within('problem')['message'],
    within('problem')['responseCode'],
    facts['why'],
    facts['responseCode'],
    facts['reason'],
    forced['by'] === undefined ? undefined : `by ${forced['by']}: ${forced['why']}`,
  ];
  return said.filter((text): text is string => typeof text === 'string' && text !== '');
}

function ofWire(message: StoredWireMessage): Moment {
  return {
    key: message.id,
    atMs: message.atMs,
    lane: message.protocol === '3ds' ? 'authentication' : 'wire',
    way: message.direction,
    title: wireTitle(message),
    tone: wireTone(message),
    text: wireText(message),
    detail: wireDetail(message),
  };
}

const adviceEnds = {
  acknowledged: 'good',
  refused: 'bad',
  corrected: 'warn',
} as const satisfies Partial<Record<ShownAdvice['state'], Tone>>;

function ofAdvice(advice: ShownAdvice): Placed[] {
  const { id, kind, state, tries, amount, stan, decided, responseCode } = advice;
  const name = `${kind} advice`;
  const stored = placedAt('advice stored', {
    key: `${id}-stored`,
    atMs: advice.createdAtMs,
    lane: 'advice',
    title: `Stored: ${name}, to be told until it is acknowledged`,
    tone: state === 'waiting' ? 'info' : 'plain',
    text: [
      format(amount, 'en'),
      `STAN ${stan}`,
      state === 'waiting' ? `still waiting after ${triesIn(tries)}` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  });
  const handed =
    advice.manualAtMs === null
      ? []
      : [
          placedAt('advice ended', {
            key: `${id}-manual`,
            atMs: advice.manualAtMs,
            lane: 'advice',
            title: `Handed to people: ${name}`,
            tone: 'bad',
            text: [
              triesIn(tries),
              responseCode && `${responseCode} ${responseMeaning(responseCode)}`,
            ]
              .filter(Boolean)
              .join(' · '),
            href: `/operators/queue/${id}`,
          }),
        ];
  if (advice.closedAtMs === null || state === 'waiting' || state === 'manual') {
    return [stored, ...handed];
  }
  const ended = placedAt('advice ended', {
    key: `${id}-ended`,
    atMs: advice.closedAtMs,
    lane: 'advice',
    title: `${state[0]?.toUpperCase()}${state.slice(1)}: ${name}`,
    tone: adviceEnds[state],
    text: [triesIn(tries), responseCode, decided && `by ${decided.by}: ${decided.why}`]
      .filter(Boolean)
      .join(' · '),
  });
  return [stored, ...handed, ended];
}

const triesIn = (tries: number) => (tries === 1 ? '1 try' : `${tries} tries`);

function ofTransaction({ id, at, kind, description, entries }: RecordedTransaction): Moment {
  return {
    key: id,
    atMs: at,
    lane: 'book',
    title: description,
    tone: 'plain',
    text: kind,
    detail: { kind: 'entries', caption: `Entries of ${id}`, entries },
  };
}

function ofTry(given: ShownTry): Moment {
  const { eventId, endpointId, type, url, number, status, failure, durationMs } = given;
  const isTaken = status !== null && status < 300;
  const how = status === null ? (failure ?? 'no answer') : `answered ${status}`;
  return {
    key: `${eventId}-${endpointId}-${number}`,
    atMs: given.atMs,
    lane: 'webhook',
    title: `Webhook ${type}`,
    tone: isTaken ? 'good' : 'warn',
    text: `${url} · try ${number}, ${how}${durationMs === null ? '' : ` after ${durationMs} ms`}`,
    href: `/developers/events/${eventId}`,
  };
}
