// May this message of a dispute pass? Pure; the order of the checks is the precedence of the reasons.
// Items of one file are decided in order, each after the one before.

import type { DisputeMessage, DisputeStage } from '@kassa/clearing-file';
import { err, ok, type Result } from '@kassa/result';
import { addDays, dateIn, type PlainDate } from '@kassa/time';
import type { DisputeRefusal } from './errors.ts';
import { feesOn } from './fees.ts';
import { dueAfter } from './limits.ts';
import { type ReasonRule, reasonOn } from './reasons.ts';

/** What was presented, and cleared if it has a business date. */
export type Disputed = {
  readonly id: string;
  readonly arn: string;
  readonly acquirerId: string;
  readonly issuerId: string;
  readonly isCredit: boolean;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly eci: string | null;
  readonly businessDate: PlainDate | null;
};

/** A message that has passed. */
export type Passed = {
  readonly stage: DisputeStage;
  readonly caseId: string;
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly businessDate: PlainDate | null;
};

export type Facts = {
  readonly senderId: string;
  readonly nowMs: number;
  readonly zone: string;
  /** By ARN. */
  readonly presentments: ReadonlyMap<string, Disputed>;
  /** By ARN, in the order in which they passed. */
  readonly passed: ReadonlyMap<string, readonly Passed[]>;
};

export type Decided = {
  readonly item: DisputeMessage;
  readonly result: Result<Disputed, DisputeRefusal>;
};

/** One decision per item, in the order of the file. */
export function decideFile(items: readonly DisputeMessage[], facts: Facts): readonly Decided[] {
  const passed = new Map(facts.passed);
  return items.map((item) => {
    const result = decideItem(item, { ...facts, passed });
    if (result.ok) passed.set(item.arn, [...(passed.get(item.arn) ?? []), passedOf(item)]);
    return { item, result };
  });
}

function passedOf({ stage, caseId, amount, reason }: DisputeMessage): Passed {
  return { stage, caseId, amountMinor: amount.minor, reason, businessDate: null };
}

function decideItem(item: DisputeMessage, facts: Facts): Result<Disputed, DisputeRefusal> {
  const presentment = facts.presentments.get(item.arn);
  if (!presentment || presentment.isCredit) return err('presentment_unknown');
  const { issuerId, acquirerId } = presentment;
  if (![issuerId, acquirerId].includes(facts.senderId)) return err('presentment_unknown');
  if (facts.senderId !== senderOf(item.stage, presentment)) return err('wrong_side');
  if (item.amount.minor <= 0n) return err('amount_invalid');
  if (item.amount.currency !== presentment.currency) return err('currency_differs');
  const today = dateIn(facts.nowMs, facts.zone);
  const rule = reasonOn(item.reason, today);
  if (!rule) return err('reason_unknown');
  const passed = facts.passed.get(item.arn) ?? [];
  if (passed.some(({ stage }) => stage === item.stage)) return err('duplicate');
  const refusal =
    item.stage === 'chargeback'
      ? refuseChargeback(item, presentment, { rule, today })
      : refuseAnswer(item, passed, { rule, today });
  return refusal ? err(refusal) : ok(presentment);
}

type Now = { readonly rule: ReasonRule; readonly today: PlainDate };

function refuseChargeback(
  { amount }: DisputeMessage,
  presentment: Disputed,
  { rule, today }: Now,
): DisputeRefusal | undefined {
  if (presentment.businessDate === null) return 'not_cleared';
  if (amount.minor > presentment.amountMinor) return 'amount_exceeds_presentment';
  if (rule.isFraud && isVouchedFor(presentment.eci)) return 'authenticated';
  return today > addDays(presentment.businessDate, rule.disputeDays) ? 'too_late' : undefined;
}

/** 05: the issuer authenticated its cardholder; 06: it could have. Then fraud is its own loss. */
export function isVouchedFor(eci: string | null): boolean {
  return eci === '05' || eci === '06';
}

function refuseAnswer(
  item: DisputeMessage,
  passed: readonly Passed[],
  { today }: Now,
): DisputeRefusal | undefined {
  const chargeback = passed.find(({ stage }) => stage === 'chargeback');
  // What has not been cleared its receiver has not seen yet.
  if (!chargeback || chargeback.businessDate === null) return 'chargeback_unknown';
  const { caseId, reason, amountMinor } = chargeback;
  const isSame =
    caseId === item.caseId && reason === item.reason && amountMinor === item.amount.minor;
  if (!isSame) return 'chargeback_differs';
  const { answers, unknown } = orders[item.stage];
  const answered = passed.findLast(({ stage }) => answers.includes(stage));
  if (!answered || answered.businessDate === null) return unknown;
  if (passed.at(-1) !== answered) return 'answered_before';
  if (item.stage === 'arbitration' && !feesOn(item.amount.currency, today)) {
    return 'no_fee_in_currency';
  }
  const dueOn = dueAfter(answered, answered.businessDate);
  const isTimed = !unhurried.includes(item.stage);
  return isTimed && dueOn !== undefined && today > dueOn ? 'too_late' : undefined;
}

type Order = {
  /** The messages of which one must have been the last. */
  readonly answers: readonly DisputeStage[];
  readonly unknown: DisputeRefusal;
};

/** What answers what. */
const orders: Readonly<Record<DisputeStage, Order>> = {
  chargeback: { answers: [], unknown: 'chargeback_unknown' },
  representment: { answers: ['chargeback'], unknown: 'chargeback_unknown' },
  second_chargeback: { answers: ['representment'], unknown: 'representment_unknown' },
  pre_arbitration: { answers: ['representment'], unknown: 'representment_unknown' },
  closing: { answers: ['representment', 'declination'], unknown: 'representment_unknown' },
  acceptance: { answers: ['pre_arbitration'], unknown: 'pre_arbitration_unknown' },
  declination: { answers: ['pre_arbitration'], unknown: 'pre_arbitration_unknown' },
  arbitration: { answers: ['declination'], unknown: 'declination_unknown' },
  ruling: { answers: ['arbitration'], unknown: 'wrong_side' },
};

/** Giving in is in time always; a case that is filed late is lost by its ruling. */
const unhurried: readonly DisputeStage[] = ['closing', 'acceptance', 'arbitration'];

/** Undefined: no bank says it. */
function senderOf(
  stage: DisputeStage,
  { issuerId, acquirerId }: Pick<Disputed, 'issuerId' | 'acquirerId'>,
): string | undefined {
  if (stage === 'ruling') return undefined;
  return fromAcquirer.includes(stage) ? acquirerId : issuerId;
}

export const fromAcquirer: readonly DisputeStage[] = ['representment', 'acceptance', 'declination'];
