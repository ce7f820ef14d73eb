// Which step of a dispute comes next, of those that the acquirer has told of? Pure. Steps are taken one
// by one, so that programs hear of all of them in order, however late we come to know: the money that
// moves, and what it means for the merchant.

import type { EventType } from '../webhooks/event-types.ts';
import type { Dispute, DisputeStatus } from './dispute.ts';
import { movesOf, statusOf, type ToldDispute, type ToldMove } from './from-acquirer.ts';
import type { StepKind } from './life.ts';
import { moved } from './transitions.ts';

export type Next = {
  readonly set: Partial<
    Pick<
      Dispute,
      'status' | 'stage' | 'dueByMs' | 'moves' | 'arbitrationFeeMinor' | 'life' | 'endedAtMs'
    >
  >;
  readonly move?: ToldMove;
  /** In the order in which programs are told; nothing for what is kept for people only. */
  readonly events: readonly EventType[];
};

const withdrawn = 'charge.dispute.funds_withdrawn';
const reinstated = 'charge.dispute.funds_reinstated';
const closed = 'charge.dispute.closed';
const updated = 'charge.dispute.updated';

/** Undefined: all is known. What was told earlier than we know moves nothing. */
export function nextOf(before: Dispute, told: ToldDispute, nowMs: number): Next | undefined {
  const move = movesOf(told)[before.moves];
  // It is filed once the merchant was asked again: before the money that the ruling moves.
  const isFiled = before.stage === 'pre_arbitration' && (has(told, 'filed') || has(told, 'ruled'));
  if (isFiled) return filed(before, told);
  const next = move ? ofMove(before, told, { move, nowMs }) : ofState(before, told, nowMs);
  if (next) return next;
  return before.life.length < told.steps.length
    ? { set: { life: told.steps }, events: [] }
    : undefined;
}

type Moving = { readonly move: ToldMove; readonly nowMs: number };

function ofMove(before: Dispute, told: ToldDispute, { move, nowMs }: Moving): Next {
  const counted = { moves: before.moves + 1, life: told.steps };
  const ends = (status: 'won' | 'lost', event: EventType): Next => {
    const set = ended(before, status, nowMs);
    const events = set ? ([closed, event] as const) : [event];
    return { set: { ...counted, ...set }, move, events };
  };
  if (move.kind === 'arbitration_fee') {
    const lost = ends('lost', withdrawn);
    return { ...lost, set: { ...lost.set, arbitrationFeeMinor: -move.amountMinor } };
  }
  if (move.kind === 'chargeback') {
    return has(told, 'pre_arbitration')
      ? askedAgain(before, told, { move, set: counted })
      : ends('lost', withdrawn);
  }
  // Reinstated with the answer, and not judged yet; an acquirer that tells no steps tells of the end.
  const isForNow = move.round === 1 && has(told, 'represented');
  return isForNow ? { set: counted, move, events: [reinstated] } : ends('won', reinstated);
}

/** Pre-arbitration: the merchant is asked once more, and the money is gone again. */
function askedAgain(
  before: Dispute,
  told: ToldDispute,
  { move, set }: { readonly move: ToldMove; readonly set: Next['set'] },
): Next {
  const dueAtMs = told.steps.find(({ kind }) => kind === 'pre_arbitration')?.dueAtMs;
  const status = moved(before.status, 'ask_again') ?? before.status;
  const again = { stage: 'pre_arbitration', status, dueByMs: dueAtMs ?? before.dueByMs } as const;
  return { set: { ...set, ...again }, move, events: [updated, withdrawn] };
}

/** No money moves any more, or not yet. */
function ofState(before: Dispute, told: ToldDispute, nowMs: number): Next | undefined {
  const status = statusOf[told.state];
  if (status !== 'won' && status !== 'lost') return undefined;
  const set = ended(before, status, nowMs);
  return set && { set: { ...set, life: told.steps }, events: [closed] };
}

/** Undefined: it has ended before. */
function ended(before: Dispute, end: 'won' | 'lost', endedAtMs: number) {
  const status: DisputeStatus | undefined = moved(before.status, end === 'won' ? 'win' : 'lose');
  return status && { status, endedAtMs };
}

/** Nothing can be said any more until the network has ruled. */
function filed(before: Dispute, told: ToldDispute): Next {
  const status = moved(before.status, 'submit') ?? before.status;
  return { set: { stage: 'arbitration', status, life: told.steps }, events: [updated] };
}

function has({ steps }: ToldDispute, kind: StepKind): boolean {
  return steps.some((step) => step.kind === kind);
}
