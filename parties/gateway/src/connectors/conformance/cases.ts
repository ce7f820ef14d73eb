// The one table that every connector is held against. A case is a story about one authorization of
// 100.00: what is done, how the way is disturbed, how each step ends, and what stands at the provider
// when it is over.

import type { CardKind, Disturbance, Effect } from './subject.ts';

export type Step = {
  readonly do:
    | 'authorize'
    | 'inquire'
    | 'capture'
    | 'refund'
    | 'void'
    | 'reversal'
    | 'release'
    | 'let go'
    | 'shut';
  readonly minor?: bigint;
  readonly on?: Disturbance;
  /** Under the name that the last of its kind had. */
  readonly again?: true;
  /** Of several captures: which it is. */
  readonly number?: number;
  readonly isLast?: boolean;
  readonly ends?: string;
};

export type Case = {
  readonly name: CaseName;
  readonly card?: CardKind;
  readonly steps: readonly Step[];
  readonly effect: Effect;
};

export type CaseName = (typeof caseNames)[number];

const nothing: Effect = { held: 0n, taken: 0n };
const all = 10_000n;
const held: Effect = { held: all, taken: 0n };
const taken = (minor: bigint): Effect => ({ held: 0n, taken: minor });

const authorized: Step = { do: 'authorize', ends: 'approved' };
const captured: Step = { do: 'capture', ends: 'acknowledged' };
const unanswered: Step = { do: 'authorize', on: 'answer lost', ends: 'unknown' };
const lost: Step = { do: 'authorize', on: 'request lost', ends: 'unknown' };
const reversed: Step = { do: 'reversal', ends: 'acknowledged' };

export const caseNames = [
  'approved',
  'declined: hard',
  'declined: soft',
  'declined: technical',
  'declined: fraud',
  'declined: step-up',
  'declined: wrong code',
  'time-out before the effect',
  'time-out after the effect',
  'asked after a refusal',
  'asked while it is worked on',
  'answered late',
  'sent twice under one name',
  'captured whole',
  'captured in part',
  'captured in parts, the rest let go',
  'capture told twice',
  'capture whose answer is lost',
  'voided',
  'refunded whole',
  'refunded in part',
  'refunded in two parts',
  'refund told twice',
  'refund whose answer is lost',
  'reversed, never arrived',
  'reversed after the effect',
  'reversed twice',
  'nothing listens',
] as const;

export const cases: readonly Case[] = [
  { name: 'approved', steps: [authorized, { do: 'inquire', ends: 'approved' }], effect: held },
  declined('declined: hard', 'hard', '54'),
  declined('declined: soft', 'soft', '51'),
  declined('declined: technical', 'technical', '96'),
  declined('declined: fraud', 'fraud', '43'),
  declined('declined: step-up', 'step_up', '1A'),
  declined('declined: wrong code', 'wrong_cvc', 'N7'),
  {
    name: 'time-out before the effect',
    steps: [lost, { do: 'inquire', ends: 'never_arrived' }],
    effect: nothing,
  },
  {
    name: 'time-out after the effect',
    steps: [unanswered, { do: 'inquire', ends: 'approved' }],
    effect: held,
  },
  {
    name: 'asked after a refusal',
    card: 'soft',
    steps: [unanswered, { do: 'inquire', ends: 'refused 51' }],
    effect: nothing,
  },
  {
    name: 'asked while it is worked on',
    card: 'slow',
    steps: [
      { do: 'authorize', ends: 'unknown' },
      { do: 'inquire', ends: 'under_way' },
      { do: 'let go' },
      { do: 'inquire', ends: 'approved' },
    ],
    effect: held,
  },
  {
    name: 'answered late',
    card: 'slow',
    steps: [
      { do: 'authorize', ends: 'unknown' },
      { do: 'let go' },
      { do: 'inquire', ends: 'approved' },
      reversed,
    ],
    effect: nothing,
  },
  {
    name: 'sent twice under one name',
    steps: [authorized, { ...authorized, again: true }],
    effect: held,
  },
  { name: 'captured whole', steps: [authorized, captured], effect: taken(all) },
  {
    name: 'captured in part',
    steps: [authorized, { ...captured, minor: 6_000n }],
    effect: taken(6_000n),
  },
  {
    name: 'captured in parts, the rest let go',
    steps: [
      authorized,
      { ...captured, minor: 3_000n, number: 1, isLast: false },
      { ...captured, minor: 2_000n, number: 2, isLast: false },
      { do: 'release', minor: 5_000n, ends: 'acknowledged' },
    ],
    effect: taken(5_000n),
  },
  {
    name: 'capture told twice',
    steps: [authorized, captured, { ...captured, again: true }],
    effect: taken(all),
  },
  {
    name: 'capture whose answer is lost',
    steps: [
      authorized,
      { do: 'capture', on: 'answer lost', ends: 'unknown' },
      { ...captured, again: true },
    ],
    effect: taken(all),
  },
  { name: 'voided', steps: [authorized, { do: 'void', ends: 'acknowledged' }], effect: nothing },
  { name: 'refunded whole', steps: [authorized, captured, refunded(all)], effect: nothing },
  {
    name: 'refunded in part',
    steps: [authorized, captured, refunded(3_000n)],
    effect: taken(7_000n),
  },
  {
    name: 'refunded in two parts',
    steps: [authorized, captured, refunded(3_000n), refunded(2_000n)],
    effect: taken(5_000n),
  },
  {
    name: 'refund told twice',
    steps: [authorized, captured, refunded(3_000n), { ...refunded(3_000n), again: true }],
    effect: taken(7_000n),
  },
  {
    name: 'refund whose answer is lost',
    steps: [
      authorized,
      captured,
      { ...refunded(3_000n), on: 'answer lost', ends: 'unknown' },
      { ...refunded(3_000n), again: true },
    ],
    effect: taken(7_000n),
  },
  { name: 'reversed, never arrived', steps: [lost, reversed], effect: nothing },
  { name: 'reversed after the effect', steps: [unanswered, reversed], effect: nothing },
  {
    name: 'reversed twice',
    steps: [unanswered, reversed, { ...reversed, again: true }],
    effect: nothing,
  },
  {
    name: 'nothing listens',
    steps: [
      authorized,
      { do: 'shut' },
      { do: 'capture', ends: 'not_attempted' },
      { do: 'inquire', ends: 'unknown' },
    ],
    effect: held,
  },
];

function declined(name: CaseName, card: CardKind, code: string): Case {
  return { name, card, steps: [{ do: 'authorize', ends: `refused ${code}` }], effect: nothing };
}

function refunded(minor: bigint): Step {
  return { do: 'refund', minor, ends: 'acknowledged' };
}
