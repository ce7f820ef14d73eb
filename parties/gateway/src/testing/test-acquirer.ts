// A small acquirer for tests: real TCP, real ISO 8583, behaviour by order. It keeps what it was told
// and what it holds, so a test can ask whether money would have been held or moved twice.

import {
  additionalDataTags,
  asciiDialect,
  buildAnswer,
  buildInquiryAnswer,
  buildNetworkAnswer,
  decode,
  decodeAdditionalData,
  decodeReplacementAmount,
  encode,
  type InquiryAnswer,
  incrementedIn,
  isIncrement,
  isVerification,
  type Message,
} from '@kassa/iso8583';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { type FramedConnection, listenFramed } from '@kassa/tcp';
import { knownCard } from './known-cards.ts';

export type Behaviour =
  | { readonly do: 'approve'; readonly cvcResult?: 'M' | 'N' | 'P' }
  | {
      readonly do: 'decline';
      readonly code: string;
      /** The answer is lost. */
      readonly isUnanswered?: boolean;
    }
  /** Takes it, says nothing, and is at it for ever. */
  | { readonly do: 'silence' }
  /** Never gets it. */
  | { readonly do: 'lost' }
  /** Does it, and the answer is lost. */
  | { readonly do: 'unanswered' }
  /** Takes it, and approves when `answerLate` is called. */
  | { readonly do: 'late' }
  /** Takes it, and breaks the connection. */
  | { readonly do: 'disconnect' };

export type TestAcquirer = AsyncDisposable & {
  readonly port: number;
  /** Everything received but network management, oldest first. */
  readonly received: readonly Message[];
  /** What is held by RRN: approved, raised, and not reversed. */
  readonly held: ReadonlyMap<string, bigint>;
  /** What is captured, less what is refunded, by the RRN of the purchase. */
  readonly taken: ReadonlyMap<string, bigint>;
  /** How the next authorizations go; when nothing is said, as the known card does. */
  onAuthorization(behave: (message: Message) => Behaviour): void;
  /** How inquiries go; by default it tells what it has done, as a bank does. */
  onInquiry(behave: (message: Message) => Behaviour): void;
  /** How advices and reversals go. */
  onAdvice(behave: (message: Message) => Behaviour): void;
  answerLate(): void;
  of(mti: string): readonly Message[];
  close(): Promise<void>;
};

type Waiting = {
  readonly message: Message;
  readonly connection: Pick<FramedConnection, 'send' | 'close'>;
};

export async function startTestAcquirer(port = 0): Promise<TestAcquirer> {
  const received: Message[] = [];
  const held = new Map<string, bigint>();
  const taken = new Map<string, bigint>();
  /** Approved increments, by their own RRN. */
  const raises = new Map<string, { readonly of: string; readonly minor: bigint }>();
  const late: Waiting[] = [];
  const told = new Set<string>();
  let authorize: (message: Message) => Behaviour = ({ fields }) => byNumber(fields[2]);
  let advise: (message: Message) => Behaviour = () => ({ do: 'approve' });
  let inform: (message: Message) => Behaviour = () => ({ do: 'approve' });
  /** What became of authorizations, by RRN; of what is being worked on, too. */
  const became = new Map<string, InquiryAnswer>();
  const send = ({ connection }: Waiting, answer: Message) =>
    connection.send(unwrap(encode(answer, asciiDialect)));
  const hold = (message: Message) => {
    const { 4: amount = '0', 37: rrn = '' } = message.fields;
    const minor = BigInt(amount);
    if (!isIncrement(message)) return void held.set(rrn, minor);
    const of = incrementedIn(message)?.rrn ?? '';
    raises.set(rrn, { of, minor });
    held.set(of, (held.get(of) ?? 0n) + minor);
  };
  /** All of it, what an increment added, or all but what is kept. */
  const letGo = ({ fields: { 37: rrn = '', 95: kept } }: Message) => {
    const raise = raises.get(rrn);
    const minor = decodeReplacementAmount(kept);
    if (raise !== undefined) held.set(raise.of, (held.get(raise.of) ?? 0n) - raise.minor);
    else if (minor !== undefined) held.set(rrn, minor);
    else held.delete(rrn);
    raises.delete(rrn);
  };
  const approve = (waiting: Waiting, cvcResult: string) => {
    const { fields } = waiting.message;
    const { 37: rrn = '' } = fields;
    // Promised when it was asked for: what comes now is not done any more.
    if (became.get(rrn)?.kind === 'never_arrived') return decline(waiting, '12');
    const additionalData = { [additionalDataTags.cvcResult]: cvcResult };
    if (isVerification(waiting.message)) {
      return send(waiting, buildAnswer(waiting.message, { responseCode: '85', additionalData }));
    }
    hold(waiting.message);
    const authorizationCode = (fields[11] ?? '').padStart(6, '0');
    const answered = { responseCode: '00', authorizationCode, additionalData };
    became.set(rrn, { kind: 'answered', ...answered });
    return send(waiting, buildAnswer(waiting.message, answered));
  };
  const decline = (waiting: Waiting, responseCode: string) => {
    const { mti, fields } = waiting.message;
    if (mti === '0100') became.set(fields[37] ?? '', { kind: 'answered', responseCode });
    return send(waiting, buildAnswer(waiting.message, { responseCode }));
  };
  const tellOf = (waiting: Waiting) => {
    const { 37: rrn = '' } = waiting.message.fields;
    const known = became.get(rrn) ?? { kind: 'never_arrived' };
    became.set(rrn, known);
    return send(waiting, buildInquiryAnswer(waiting.message, known));
  };
  const book = (message: Message) => {
    const { mti, fields } = message;
    const amount = BigInt(fields[4] ?? '0');
    const rrn = fields[37] ?? '';
    const name = `${mti.slice(0, 3)}|${rrn}|${fields[3]}|${fields[11]}`;
    if (mti.startsWith('04')) letGo(message);
    else if (!told.has(name)) {
      const data = decodeAdditionalData(fields[48] ?? '');
      const original = data.ok ? data.value[additionalDataTags.originalRrn] : undefined;
      const key = original ?? rrn;
      const sign = fields[3] === '200000' ? -1n : 1n;
      taken.set(key, (taken.get(key) ?? 0n) + sign * amount);
    }
    told.add(name);
  };
  const act = (waiting: Waiting, behaviour: Behaviour): unknown => {
    const { message, connection } = waiting;
    switch (behaviour.do) {
      case 'approve':
        if (message.mti === '0600') return tellOf(waiting);
        if (message.mti === '0100') return approve(waiting, behaviour.cvcResult ?? 'M');
        book(message);
        return send(waiting, buildAnswer(message, { responseCode: '00' }));
      case 'decline':
        return decline(
          behaviour.isUnanswered ? { message, connection: nobody } : waiting,
          behaviour.code,
        );
      case 'late':
        became.set(message.fields[37] ?? '', { kind: 'under_way' });
        return late.push(waiting);
      case 'unanswered':
        act({ message, connection: nobody }, { do: 'approve' });
        return undefined;
      case 'disconnect':
        return connection.close();
      case 'silence':
        became.set(message.fields[37] ?? '', { kind: 'under_way' });
        return undefined;
      case 'lost':
        return undefined;
    }
  };
  const behaviourFor = (message: Message): Behaviour => {
    if (message.mti === '0600') return inform(message);
    return message.mti === '0100' ? authorize(message) : advise(message);
  };
  const listener = await listenFramed({
    host: '127.0.0.1',
    port,
    log: silentLog,
    framing: '2-byte',
    onFrame(frame, connection) {
      const message = unwrap(decode(frame, asciiDialect));
      const waiting = { message, connection };
      if (message.mti === '0800') return void send(waiting, buildNetworkAnswer(message));
      received.push(message);
      act(waiting, behaviourFor(message));
    },
  });
  return {
    port: listener.port,
    received,
    held,
    taken,
    onAuthorization: (behave) => {
      authorize = behave;
    },
    onInquiry: (behave) => {
      inform = behave;
    },
    onAdvice: (behave) => {
      advise = behave;
    },
    answerLate: () => {
      for (const waiting of late.splice(0)) approve(waiting, 'M');
    },
    of: (mti) => received.filter((message) => message.mti === mti),
    close: () => listener.close(),
    [Symbol.asyncDispose]: () => listener.close(),
  };
}

/** Where an answer goes that is lost. */
const nobody: Waiting['connection'] = { send: () => true, close: () => {} };

function byNumber(number: string | undefined): Behaviour {
  const { refusal, cvcResult = 'M' } = knownCard(number) ?? {};
  return refusal === undefined ? { do: 'approve', cvcResult } : { do: 'decline', code: refusal };
}
