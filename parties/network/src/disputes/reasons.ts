// For what a purchase may be disputed, and until when. Numbered as Visa's dispute conditions are, with
// its days: 120 to dispute, 30 to answer. A table with dates, as the rates are.

export type ReasonRule = {
  readonly code: string;
  readonly title: string;
  readonly effectiveFrom: string;
  /** Of a cardholder who was authenticated it cannot be claimed: the issuer has vouched for them. */
  readonly isFraud: boolean;
  /** From the cycle that cleared the purchase. */
  readonly disputeDays: number;
  /** From the cycle that cleared the chargeback. */
  readonly answerDays: number;
};

const rule = (code: string, title: string, isFraud = false): ReasonRule => ({
  code,
  title,
  effectiveFrom: '2020-01-01',
  isFraud,
  disputeDays: 120,
  answerDays: 30,
});

export const reasons: readonly ReasonRule[] = [
  rule('10.4', 'Other fraud, card absent', true),
  rule('12.6.1', 'Duplicate processing'),
  rule('13.1', 'Merchandise or services not received'),
  rule('13.2', 'Cancelled recurring transaction'),
  rule('13.3', 'Not as described'),
  rule('13.6', 'Credit not processed'),
  rule('13.7', 'Cancelled merchandise or services'),
];

/** The rule in force on that day. */
export function reasonOn(code: string, day: string): ReasonRule | undefined {
  return reasons.findLast((one) => one.code === code && one.effectiveFrom <= day);
}
