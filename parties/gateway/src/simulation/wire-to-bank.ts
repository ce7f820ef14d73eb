// A way to one acquirer as the gateway sees it: messages that get lost, come late, twice or not at all.
// It implements the connector's contract to the letter, and knows nothing that a connector cannot know.

import type { Chance } from '@kassa/chance';
import type {
  Advice,
  AdviceEnd,
  AuthorizationEnd,
  Connector,
  InquiryEnd,
  LateApproval,
} from '../connectors/connector.ts';
import type { WireReference } from '../payments/intent.ts';
import type { Bank, Found, Heard, Reply } from './bank.ts';
import type { Scheduler } from './scheduler.ts';
import type { Weather } from './weather.ts';

export type Names = { next(): number };

export type Surroundings = {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly bank: Bank;
  readonly weather: () => Weather;
  readonly names: Names;
  readonly orderOf: (paymentMethod: string) => string;
};

/** What both ends share of one line; it outlives the gateway's processes. */
export type Line = { isUp: boolean; isAnswering: boolean };

export type Ends = {
  readonly isAlive: () => boolean;
  readonly onLateApproval: (late: LateApproval) => void;
  /** Before it leaves: what is asked in whose order, under which name. */
  readonly onAuthorize: (about: { order: string; name: string; provider: string }) => void;
};

const answerWithinMs = 4_000;
export const nameOf = (wire: WireReference): string => `${wire.terminalId}|${wire.rrn}`;

export function wireToBank(
  provider: string,
  { line, ends, around }: { line: Line; ends: Ends; around: Surroundings },
): Connector {
  const { scheduler, chance, bank, weather, names, orderOf } = around;

  /** One message and its answer, if any; `work` is done where it arrives, and may take its time. */
  function exchange<T>(
    work: (answer: (value: T) => void) => void,
    onLate: (value: T) => void = () => {},
  ): Promise<T | 'not_sent' | 'no_answer'> {
    return new Promise((resolve) => {
      const settle = (value: T | 'not_sent' | 'no_answer') => {
        if (ends.isAlive()) resolve(value);
      };
      if (!line.isUp) return scheduler.after(1, () => settle('not_sent'));
      let isOver = false;
      const { requestLost, answerLost, late, doubled } = weather();
      const travel = () =>
        chance.hits(late) ? chance.between(3_000, 30_000) : chance.between(10, 200);
      scheduler.after(answerWithinMs, () => {
        if (isOver) return;
        isOver = true;
        settle('no_answer');
      });
      const answer = (value: T) => {
        if (!line.isUp || chance.hits(answerLost)) return;
        scheduler.after(travel(), () => {
          if (!ends.isAlive() || !line.isUp) return;
          if (isOver) return onLate(value);
          isOver = true;
          settle(value);
        });
      };
      for (let count = chance.hits(doubled) ? 2 : 1; count > 0; count -= 1) {
        if (chance.hits(requestLost)) continue;
        scheduler.after(travel(), () => {
          if (line.isAnswering) work(answer);
        });
      }
    });
  }

  async function ask(
    {
      name,
      order,
      card,
      amount,
      raises,
    }: {
      name: string;
      order: string;
      card: string;
      amount: bigint;
      raises: string | null;
    },
    wire: WireReference,
  ): Promise<AuthorizationEnd> {
    const { rrn, stan, terminalId } = wire;
    const asked = { name, order, card, provider, amount, raises };
    const end = await exchange<Reply>(
      (answer) => {
        const isNew = bank.begin(asked);
        if (!isNew && bank.holds.get(name)?.state === 'working') return;
        const takes = isNew ? chance.between(5, chance.hits(0.05) ? 6_000 : 60) : 1;
        scheduler.after(takes, () => answer(bank.finish(name)));
      },
      (reply) => {
        if (reply.kind === 'approved') ends.onLateApproval({ provider, rrn, stan, terminalId });
      },
    );
    if (end === 'not_sent') return { kind: 'not_attempted', why: 'no line' };
    if (end === 'no_answer') return { kind: 'unknown', why: 'timeout' };
    return end.kind === 'approved' ? { kind: 'approved', approval: approvalOf(end) } : end;
  }

  return {
    name: provider,
    async nameMessage({ acquirer }) {
      const number = String(names.next());
      return {
        rrn: number.padStart(12, '0'),
        stan: number.slice(-6).padStart(6, '0'),
        terminalId: acquirer.terminalId,
        merchantId: acquirer.merchantId,
        transmittedAtMs: scheduler.clock.nowMs(),
      };
    },
    authorize({ wire, amount, card }) {
      const [name, order] = [nameOf(wire), orderOf(card.paymentMethod)];
      if (line.isUp) ends.onAuthorize({ order, name, provider });
      const about = { name, order, card: card.sealedPan, amount: amount.minor, raises: null };
      return ask(about, wire);
    },
    increment({ wire, amount, card, original }) {
      const [name, order] = [nameOf(wire), orderOf(card.paymentMethod)];
      const about = { name, order, card: card.sealedPan, amount: amount.minor };
      return ask({ ...about, raises: nameOf(original.wire) }, wire);
    },
    verify: async () => ({ kind: 'not_attempted', why: 'nobody verifies here' }),
    async inquire({ card, original }): Promise<InquiryEnd> {
      const about = { name: nameOf(original.wire), card: card.sealedPan, raises: null, provider };
      const order = orderOf(card.paymentMethod);
      const found = await exchange<Found>((answer) => {
        answer(bank.inquire({ ...about, order, amount: original.amount.minor }));
      });
      if (found === 'not_sent' || found === 'no_answer') return { kind: 'unknown', why: found };
      return found.kind === 'approved' ? { kind: 'approved', approval: approvalOf(found) } : found;
    },
    async tell(advice: Advice): Promise<AdviceEnd> {
      const { kind, wire, original, amount, card, clearing } = advice;
      const told = {
        ...{ kind, provider, amount: amount.minor, original: nameOf(original.wire) },
        ...{ name: `${wire.rrn}|${wire.stan}`, order: orderOf(card.paymentMethod) },
        isLast: clearing === null || clearing.count !== null,
      };
      const end = await exchange<Heard>((answer) => answer(bank.hear(told)));
      if (end === 'not_sent') return { kind: 'not_attempted', why: 'no line' };
      return end === 'no_answer' ? { kind: 'unknown', why: 'timeout' } : end;
    },
    isConnected: () => line.isUp,
    close: async () => {},
  };
}

const approvalOf = ({ authorizationCode }: Reply & { kind: 'approved' }) => ({
  authorizationCode,
  responseCode: '00',
  cvcCheck: null,
  traceId: null,
});
