// The acquirer's desk for disputes, for tests: every capture of one card is disputed, and what the
// merchant answers is judged at once by the well-known words; or step by step, as a test says.

import type { HttpApp } from '@kassa/http';
import type { Message } from '@kassa/iso8583';
import { z } from 'zod';
import { disputedCard } from './known-cards.ts';
import type { TestAcquirer } from './test-acquirer.ts';

type State =
  | 'open'
  | 'represented'
  | 'pre_arbitration'
  | 'contested'
  | 'declined'
  | 'conceded'
  | 'won'
  | 'lost';
type Kind = 'chargeback' | 'chargeback_reversal' | 'arbitration_fee';

export type TestDispute = {
  readonly id: string;
  readonly mid: string;
  readonly rrn: string;
  readonly currency: string;
  readonly amountMinor: string;
  readonly feeMinor: string;
  readonly reason: string;
  state: State;
  readonly openedAtMs: number;
  dueAtMs: number;
  changedAtMs: number;
  /** What the gateway said, as it came. */
  readonly answers: unknown[];
  readonly steps: Record<string, unknown>[];
  readonly moves: { kind: Kind; round: number; amountMinor: string; feeMinor: string }[];
};

const days = 86_400_000;
const answerForm = z.object({ statement: z.string() });
type OfDispute = { Params: { mid: string; id: string } };

export function openDisputeDesk(app: HttpApp, acquirer: TestAcquirer) {
  const all: TestDispute[] = [];
  const settled = new Set<string>();
  const look = () => {
    for (const { mti, fields } of acquirer.received) {
      const isSale = mti === '0220' && fields[3] === '000000' && fields[2] === disputedCard;
      const rrn = fields[37] ?? '';
      if (!isSale || all.some((one) => one.rrn === rrn)) continue;
      const openedAtMs = Date.now();
      const amountMinor = String(BigInt(fields[4] ?? '0'));
      all.push({
        ...{ id: `dp_${rrn}`, mid: fields[42] ?? '', rrn, currency: 'BAM', reason: '10.4' },
        ...{ amountMinor, feeMinor: '3000', state: 'open', openedAtMs, changedAtMs: openedAtMs },
        ...{ dueAtMs: openedAtMs + 20 * days, answers: [], steps: [], moves: [] },
      });
    }
  };
  app.get<{ Params: { mid: string } }>('/merchants/:mid/disputes', async (request) => {
    look();
    return { disputes: all.filter(({ mid }) => mid === request.params.mid), hasMore: false };
  });
  const found = ({ params: { id } }: OfDisputeRequest) => all.find((one) => one.id === id);
  app.post<OfDispute>('/merchants/:mid/disputes/:id/representment', async (request) => {
    const one = found(request);
    one?.answers.push(request.body);
    const { statement } = answerForm.parse(request.body);
    if (one && statement === 'step_by_step') represent(one);
    else if (one) one.state = judged[statement] ?? 'represented';
    return one;
  });
  app.post<OfDispute>('/merchants/:mid/disputes/:id/declination', async (request, reply) => {
    const one = found(request);
    if (one?.state !== 'pre_arbitration') return reply.status(409).send({});
    one.answers.push(request.body);
    one.state = 'declined';
    takeStep(one, { kind: 'contested', by: 'merchant' });
    takeStep(one, { kind: 'declined', by: 'acquirer' });
    return one;
  });
  app.post<OfDispute>('/merchants/:mid/disputes/:id/acceptance', async (request) => {
    const one = found(request);
    one?.answers.push(request.body);
    if (one) one.state = 'lost';
    return one;
  });
  /** What goes into the report with this message: what its merchant was charged, and given back. */
  const itemsFor = (message: Message) =>
    all
      .filter(({ mid, currency }) => mid === message.fields[42] && currency === 'BAM')
      .flatMap((one) => movesOf(one).flatMap((move) => once(settled, one, move)));
  return { all, itemsFor };
}

type OfDisputeRequest = { readonly params: OfDispute['Params'] };
type Move = TestDispute['moves'][number];
type Said = {
  readonly kind: string;
  readonly by: string;
  readonly text?: string;
  readonly documents?: readonly string[];
  readonly dueAtMs?: number;
  readonly networkFeeMinor?: string;
};

function takeStep(one: TestDispute, said: Said): void {
  const nothing = { text: '', documents: [], dueAtMs: null, networkFeeMinor: null };
  one.changedAtMs = Date.now();
  one.steps.push({ ...nothing, ...said, atMs: one.openedAtMs + one.steps.length * days });
}

/** The answer has reached the network: the money is back for now. */
export function represent(one: TestDispute): void {
  one.state = 'represented';
  takeStep(one, { kind: 'charged_back', by: 'issuer' });
  takeStep(one, { kind: 'represented', by: 'acquirer' });
  one.moves.push(moveOf(one, 'chargeback', 1), moveOf(one, 'chargeback_reversal', 1));
}

/** The issuer is not convinced, and asks once more. */
export function askAgain(one: TestDispute): void {
  one.state = 'pre_arbitration';
  one.dueAtMs = one.openedAtMs + 40 * days;
  takeStep(one, {
    ...{ kind: 'pre_arbitration', by: 'issuer', dueAtMs: one.dueAtMs },
    ...{ text: 'It was not me.', documents: ['police_report'] },
  });
  one.moves.push(moveOf(one, 'chargeback', 2));
}

export function ruleFor(one: TestDispute, favours: 'issuer' | 'acquirer'): void {
  takeStep(one, { kind: 'filed', by: 'issuer' });
  const networkFeeMinor = favours === 'issuer' ? '78000' : '0';
  takeStep(one, { kind: 'ruled', by: 'network', text: 'So it is.', networkFeeMinor });
  one.state = favours === 'issuer' ? 'lost' : 'won';
  if (favours === 'acquirer') one.moves.push(moveOf(one, 'chargeback_reversal', 2));
  else one.moves.push({ ...moveOf(one, 'arbitration_fee', 1), amountMinor: '-78000' });
}

function moveOf({ amountMinor, feeMinor }: TestDispute, kind: Kind, round: number): Move {
  const isBack = kind === 'chargeback_reversal';
  const fee = kind === 'chargeback' && round === 1 ? feeMinor : '0';
  return { kind, round, amountMinor: isBack ? amountMinor : `-${amountMinor}`, feeMinor: fee };
}

function movesOf(one: TestDispute): readonly Move[] {
  if (one.moves.length > 0) return one.moves;
  const taken = moveOf(one, 'chargeback', 1);
  return one.state === 'won' ? [taken, moveOf(one, 'chargeback_reversal', 1)] : [taken];
}

const judged: Readonly<Record<string, State>> = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
};

function once(settled: Set<string>, { id, rrn, currency }: TestDispute, move: Move) {
  const { kind, round, amountMinor, feeMinor } = move;
  const name = `itm_${kind}_${round}_${rrn}`;
  if (settled.has(name)) return [];
  settled.add(name);
  const net = BigInt(amountMinor) - BigInt(feeMinor);
  return [
    {
      ...{ id: name, kind, rrn, currency, disputeId: id, disputeRound: round },
      ...{ grossMinor: amountMinor, feeMinor, netMinor: String(net) },
    },
  ];
}
