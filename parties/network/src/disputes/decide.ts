// May this message of a dispute pass? Pure; the order of the checks is the precedence of the reasons.
// Items of one file are decided in order, each after the one before.

import type { DisputeMessage, DisputeStage } from '@kassa/clearing-file';
import { err, ok, type Result } from '@kassa/result';
import { addDays, dateIn, type PlainDate } from '@kassa/time';
import type { DisputeRefusal } from './errors.ts';
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
  /** By ARN. */
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
  const sender = item.stage === 'representment' ? acquirerId : issuerId;
  if (facts.senderId !== sender) return err('wrong_side');
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
function isVouchedFor(eci: string | null): boolean {
  return eci === '05' || eci === '06';
}

function refuseAnswer(
  item: DisputeMessage,
  passed: readonly Passed[],
  { rule, today }: Now,
): DisputeRefusal | undefined {
  const chargeback = passed.find(({ stage }) => stage === 'chargeback');
  // What has not been cleared its receiver has not seen yet.
  if (!chargeback || chargeback.businessDate === null) return 'chargeback_unknown';
  const { caseId, reason, amountMinor, businessDate } = chargeback;
  const isSame =
    caseId === item.caseId && reason === item.reason && amountMinor === item.amount.minor;
  if (!isSame) return 'chargeback_differs';
  if (item.stage === 'representment') {
    return today > addDays(businessDate, rule.answerDays) ? 'too_late' : undefined;
  }
  const representment = passed.find(({ stage }) => stage === 'representment');
  if (!representment || representment.businessDate === null) return 'representment_unknown';
  const isAnswered = passed.some(
    ({ stage }) => stage === 'second_chargeback' || stage === 'closing',
  );
  return isAnswered ? 'answered_before' : undefined;
}
