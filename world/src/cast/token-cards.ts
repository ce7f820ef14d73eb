// The other test cards that developers know by name (`pm_card_no`, `tok_amex`): too many for people
// to choose from, so no page offers them. Like those of cards.ts each has an account of its own and
// does what that account makes it do; where the name promises what this world lacks, it is said.

import { plain } from './cards.ts';
import type { CardPlan } from './plans.ts';

/** Of what a name promises only that it is approved is true here. */
const approved = (number: string, tokens: readonly string[], does = 'Approved at once.') =>
  ({ ...plain, number, outcome: 'approved', does, tokens }) satisfies CardPlan;

const noAddressCheck = 'Approved at once; banks here check no addresses.';
const noRiskScore = 'Approved at once; this gateway estimates no risk.';
const noHurry = 'Approved at once; the money is available when it is settled, as any other.';

/** Numbers of Plava banka's range. */
export const plavaTokenCards: readonly CardPlan[] = [
  approved('4000000000000010', ['avsFail'], noAddressCheck),
  approved('4000000000000028', ['avsLine1Fail'], noAddressCheck),
  approved('4000000000000036', ['avsZipFail'], noAddressCheck),
  approved('4000000000000044', ['avsUnchecked'], noAddressCheck),
  approved('4000000000009235', ['riskLevelElevated'], noRiskScore),
  approved('4000000000004954', ['riskLevelHighest'], noRiskScore),
  approved('4000000000000077', ['bypassPending'], noHurry),
  approved('4000000000000093', ['domesticPricing']),
  {
    ...approved('4000000000000259', ['createDispute'], 'Approved; its holder calls it fraud.'),
    // Fraud cannot be claimed of a holder whom the bank has authenticated.
    authentication: 'not_enrolled',
    disputes: 'fraudulent',
  },
  {
    ...approved('4000000000002685', ['createDisputeProductNotReceived']),
    does: 'Approved; its holder says that nothing came.',
    disputes: 'product_not_received',
  },
  approved(
    '4000000000001976',
    ['createDisputeInquiry'],
    'Approved at once; banks here ask nothing before they charge back.',
  ),
  approved('4000000000005423', ['createIssuerFraudRecord'], 'Approved at once, nothing more.'),
  approved('4000000000007726', ['pendingRefund'], 'Approved at once; refunds take their time.'),
  approved('4000000000005126', ['refundFail'], 'Approved at once; refunds succeed here.'),
  {
    ...plain,
    number: '4000000000006975',
    limits: { dayMaxMinor: 0 },
    outcome: 'declined',
    declineCode: 'card_velocity_exceeded',
    does: 'The limit of the day is nothing.',
    tokens: ['chargeDeclinedVelocityLimitExceeded', 'visa_chargeDeclinedVelocityLimitExceeded'],
  },
  {
    ...plain,
    number: '4000000000003063',
    authentication: 'always',
    outcome: 'challenge',
    does: 'Always asks for a code by SMS, then is approved.',
    tokens: ['threeDSecureRequired'],
  },
  {
    ...plain,
    number: '4000000000003055',
    authentication: 'on_request',
    outcome: 'approved',
    does: 'Approved at once; where the shop demands it, after a code by SMS.',
    tokens: ['threeDSecureOptional'],
  },
  {
    ...plain,
    number: '4000000000000119',
    status: 'unavailable',
    outcome: 'declined',
    declineCode: 'processing_error',
    does: 'The bank’s own system cannot say anything about it.',
    tokens: ['chargeDeclinedProcessingError', 'visa_chargeDeclinedProcessingError'],
  },
  {
    ...plain,
    number: '4000000000000341',
    status: 'pays_nobody',
    outcome: 'declined',
    declineCode: 'generic_decline',
    does: 'A good card to keep, but its account pays nobody.',
    tokens: ['chargeCustomerFail', 'visa_chargeCustomerFail'],
  },
];

/** Cards of a holder whom the bank cannot send a code to. */
export const plavaPhonelessCards: readonly CardPlan[] = [
  {
    ...plain,
    number: '4000000000003097',
    authentication: 'on_request',
    outcome: 'approved',
    does: 'Approved at once, for the bank has no phone to send the code to that a shop demands.',
    tokens: ['threeDSecureOptionalProcessingError'],
  },
];
