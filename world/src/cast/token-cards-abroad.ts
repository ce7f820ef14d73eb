// The well-known test cards of other countries and brands. Fjordbanken keeps them all, whatever
// country the number speaks of: this world has two banks.

import { credit } from './cards.ts';
import type { CardPlan } from './plans.ts';

const approved = (number: string, ...tokens: string[]): CardPlan => ({
  ...credit,
  number,
  outcome: 'approved',
  does: 'Approved at once.',
  tokens,
});

const brands: readonly CardPlan[] = [
  approved('4000056655665556', 'visa_debit'),
  approved('5200828282828210', 'mastercard_debit'),
  approved('5105105105105100', 'mastercard_prepaid'),
  approved('6011111111111117', 'discover'),
  approved('3056930009020004', 'diners'),
  approved('3566002020360505', 'jcb'),
  approved('6200000000000005', 'unionpay'),
  approved('4000051230000072', 'debit_visaFsaProductCode', 'debit_visaHsaProductCode'),
  approved('5200828282828897', 'mastercard_debit_mastercardFsaProductCode'),
  {
    ...approved('378282246310005', 'amex', 'amex_threeDSecureNotSupported'),
    authentication: 'not_enrolled',
    does: 'Approved at once; it is not enrolled in 3-D Secure.',
  },
];

const countries: readonly CardPlan[] = [
  approved('4000000320000021', 'ar'),
  approved('4000000760000002', 'br'),
  approved('4000001240000000', 'ca'),
  approved('4000001520000001', 'cl'),
  approved('4000001700000003', 'co'),
  approved('4000001880000005', 'cr'),
  approved('4000002180000000', 'ec'),
  approved('4000004840008001', 'mx'),
  approved('4000005910000000', 'pa'),
  approved('4000006000000066', 'py'),
  approved('4000006040000068', 'pe'),
  approved('4000008580000003', 'uy'),
  approved('4000007840000001', 'ae'),
  approved('4000000400000008', 'at'),
  approved('4000000560000004', 'be'),
  approved('4000001000000000', 'bg'),
  approved('4000001120000005', 'by'),
  approved('4000001910000009', 'hr'),
  approved('4000001960000008', 'cy'),
  approved('4000002030000002', 'cz'),
  approved('4000002080000001', 'dk'),
  approved('4000002330000009', 'ee'),
  approved('4000002460000001', 'fi'),
  approved('4000002500000003', 'fr'),
  approved('4000002760000016', 'de'),
  approved('4000002920000005', 'gi'),
  approved('4000003000000030', 'gr'),
  approved('4000003480000005', 'hu'),
  approved('4000003720000005', 'ie'),
  approved('4000003800000008', 'it'),
  approved('4000004280000005', 'lv'),
  approved('4000004380000004', 'li'),
  approved('4000004400000000', 'lt'),
  approved('4000004420000006', 'lu'),
  approved('4000004700000007', 'mt'),
  approved('4000005280000002', 'nl'),
  approved('4000005780000007', 'no'),
  approved('4000006160000005', 'pl'),
  approved('4000006200000007', 'pt'),
  approved('4000006420000001', 'ro'),
  approved('4000006820000007', 'sa'),
  approved('4000007030000001', 'sk'),
  approved('4000007050000006', 'si'),
  approved('4000007240000007', 'es'),
  approved('4000007520000008', 'se'),
  approved('4000007560000009', 'ch'),
  approved('4000008260000000', 'gb'),
  approved('4000058260000005', 'gb_debit'),
  approved('5555558265554449', 'gb_mastercard'),
  approved('4000000360000006', 'au'),
  approved('4000001560000002', 'cn'),
  approved('4000003440000004', 'hk'),
  approved('4000003560000008', 'in'),
  approved('4000003920000003', 'jp'),
  approved('4000004580000002', 'my'),
  approved('4000005540000008', 'nz'),
  approved('4000007020000003', 'sg'),
  approved('4000001580000008', 'tw'),
  approved('4000007640000003', 'th_credit'),
  approved('4000057640000008', 'th_debit'),
];

const noRiskScore = 'Approved at once; this gateway estimates no risk.';

const particular: readonly CardPlan[] = [
  {
    ...approved('4000003720000278', 'bypassPendingInternational'),
    does: 'Approved at once; the money is available when it is settled, as any other.',
  },
  {
    ...approved('4000000404000079', 'createMultipleDisputes'),
    does: 'Approved; its holder calls it fraud, once: a purchase is disputed once here.',
    authentication: 'not_enrolled',
    disputes: 'fraudulent',
  },
  { ...approved('4000008400000407', 'highFraudDisputeScore'), does: noRiskScore },
  { ...approved('4000008400000159', 'highEfwScore'), does: noRiskScore },
  { ...approved('4000058400306072', 'avsZipFailElevatedRisk'), does: noRiskScore },
  {
    ...approved('4000058400307872', 'cvcCheckFailElevatedRisk'),
    cvcRule: 'never_report',
    does: 'Approved, but the bank reports that the security code does not match.',
  },
  {
    ...credit,
    number: '4100000000000019',
    status: 'suspected_fraud',
    outcome: 'declined',
    declineCode: 'fraudulent',
    does: 'The bank suspects fraud.',
    tokens: ['chargeDeclinedFraudulent', 'visa_chargeDeclinedFraudulent', 'radarBlock'],
  },
  {
    ...credit,
    number: '4000002500003155',
    authentication: 'always',
    outcome: 'challenge',
    does: 'Asks for a code by SMS; once it was given to a shop, that shop may go on alone.',
    tokens: ['authenticationRequiredOnSetup'],
  },
  {
    ...credit,
    number: '4000003800000446',
    authentication: 'when_present',
    outcome: 'challenge',
    does: 'Asks for a code by SMS whenever its holder is there; a shop may go on alone.',
    tokens: ['authenticationRequiredSetupForOffSession'],
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

export const fjordTokenCards: readonly CardPlan[] = [...brands, ...countries, ...particular];

/** A card of a holder whom the bank cannot send a code to. */
export const fjordPhonelessCards: readonly CardPlan[] = [
  {
    ...credit,
    number: '4000008400001280',
    authentication: 'always',
    status: 'do_not_honour',
    outcome: 'declined',
    declineCode: 'generic_decline',
    does: 'The bank has no phone to send a code to, and says no.',
    tokens: ['threeDSecureRequiredProcessingError'],
  },
];
