// The other test cards that developers know by name (`pm_card_no`, `tok_amex`): too many for people
// to choose from, so no page offers them. Like those of cards.ts each has an account of its own and
// does what that account makes it do; where the name promises what this world lacks, it is said.

import { credit, plain } from './cards.ts';
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
  approved('4000000000000259', ['createDispute'], 'Approved at once; its holder disputes it.'),
  approved(
    '4000000000002685',
    ['createDisputeProductNotReceived'],
    'Approved at once; its holder says that nothing came.',
  ),
  approved(
    '4000000000001976',
    ['createDisputeInquiry'],
    'Approved at once; its holder’s bank asks what it was for.',
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
];

const abroad = (number: string, ...tokens: string[]): CardPlan => ({
  ...credit,
  number,
  outcome: 'approved',
  does: 'Approved at once.',
  tokens,
});

/** Every other number. Fjordbanken keeps them all, whatever country the number speaks of. */
export const fjordTokenCards: readonly CardPlan[] = [
  abroad('4000056655665556', 'visa_debit'),
  abroad('5200828282828210', 'mastercard_debit'),
  abroad('5105105105105100', 'mastercard_prepaid'),
  abroad('378282246310005', 'amex', 'amex_threeDSecureNotSupported'),
  abroad('6011111111111117', 'discover'),
  abroad('3056930009020004', 'diners'),
  abroad('3566002020360505', 'jcb'),
  abroad('6200000000000005', 'unionpay'),
  abroad('4000003720000278', 'bypassPendingInternational'),
  abroad('4000000404000079', 'createMultipleDisputes'),
  abroad('4000000320000021', 'ar'),
  abroad('4000000760000002', 'br'),
  abroad('4000001240000000', 'ca'),
  abroad('4000001520000001', 'cl'),
  abroad('4000001700000003', 'co'),
  abroad('4000001880000005', 'cr'),
  abroad('4000002180000000', 'ec'),
  abroad('4000004840008001', 'mx'),
  abroad('4000005910000000', 'pa'),
  abroad('4000006000000066', 'py'),
  abroad('4000006040000068', 'pe'),
  abroad('4000008580000003', 'uy'),
  abroad('4000007840000001', 'ae'),
  abroad('4000000400000008', 'at'),
  abroad('4000000560000004', 'be'),
  abroad('4000001000000000', 'bg'),
  abroad('4000001120000005', 'by'),
  abroad('4000001910000009', 'hr'),
  abroad('4000001960000008', 'cy'),
  abroad('4000002030000002', 'cz'),
  abroad('4000002080000001', 'dk'),
  abroad('4000002330000009', 'ee'),
  abroad('4000002460000001', 'fi'),
  abroad('4000002500000003', 'fr'),
  abroad('4000002760000016', 'de'),
  abroad('4000002920000005', 'gi'),
  abroad('4000003000000030', 'gr'),
  abroad('4000003480000005', 'hu'),
  abroad('4000003720000005', 'ie'),
  abroad('4000003800000008', 'it'),
  abroad('4000004280000005', 'lv'),
  abroad('4000004380000004', 'li'),
  abroad('4000004400000000', 'lt'),
  abroad('4000004420000006', 'lu'),
  abroad('4000004700000007', 'mt'),
  abroad('4000005280000002', 'nl'),
  abroad('4000005780000007', 'no'),
  abroad('4000006160000005', 'pl'),
  abroad('4000006200000007', 'pt'),
  abroad('4000006420000001', 'ro'),
  abroad('4000006820000007', 'sa'),
  abroad('4000007030000001', 'sk'),
  abroad('4000007050000006', 'si'),
  abroad('4000007240000007', 'es'),
  abroad('4000007520000008', 'se'),
  abroad('4000007560000009', 'ch'),
  abroad('4000008260000000', 'gb'),
  abroad('4000058260000005', 'gb_debit'),
  abroad('5555558265554449', 'gb_mastercard'),
  abroad('4000000360000006', 'au'),
  abroad('4000001560000002', 'cn'),
  abroad('4000003440000004', 'hk'),
  abroad('4000003560000008', 'in'),
  abroad('4000003920000003', 'jp'),
  abroad('4000004580000002', 'my'),
  abroad('4000005540000008', 'nz'),
  abroad('4000007020000003', 'sg'),
  abroad('4000001580000008', 'tw'),
  abroad('4000007640000003', 'th_credit'),
  abroad('4000057640000008', 'th_debit'),
  {
    ...credit,
    number: '4000002500003155',
    authentication: 'always',
    outcome: 'challenge',
    does: 'Asks for a code by SMS while the holder is there; once given, the shop may go on alone.',
    tokens: ['authenticationRequiredOnSetup'],
  },
  {
    ...credit,
    number: '4000008400001629',
    authentication: 'always',
    status: 'do_not_honour',
    outcome: 'declined',
    declineCode: 'generic_decline',
    does: 'Asks for a code by SMS, then the bank says no and not why.',
    tokens: ['threeDSecureRequiredChargeDeclined'],
  },
];
