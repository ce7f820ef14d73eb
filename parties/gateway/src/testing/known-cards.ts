// The well-known test cards for tests of the gateway alone: their names, and how the small acquirer
// and the small directory server answer to each. In the demo world banks do this, with accounts.

import type { NamedCard } from '../vault/test-cards.ts';
import type { Answer } from './test-directory.ts';

type KnownCard = {
  /** Without `pm_card_` and `tok_`; every name serves with both. */
  readonly names: readonly string[];
  /** Field 39; approved when left out. */
  readonly refusal?: string;
  /** How the directory server answers; `Y` when left out. */
  readonly authentication?: Answer;
  readonly cvcResult?: 'M' | 'N';
};

/** Its holder disputes every purchase: the small settlement desk tells of it. */
export const disputedCard = '4000000000000259';

const known: Readonly<Record<string, KnownCard>> = {
  '4242424242424242': { names: ['visa', 'us', 'bypassPending'] },
  [disputedCard]: { names: ['createDispute'] },
  '4000056655665556': { names: ['visa_debit'] },
  '5555555555554444': { names: ['mastercard'] },
  '5200828282828210': { names: ['mastercard_debit'] },
  '378282246310005': { names: ['amex', 'amex_threeDSecureNotSupported'], authentication: 'U' },
  '4000000700000005': { names: ['ba'] },
  '4000005780000007': { names: ['no'] },
  '4000000000000002': { names: ['chargeDeclined', 'visa_chargeDeclined'], refusal: '05' },
  '4000000000000341': { names: ['chargeCustomerFail'], refusal: '05' },
  '4000000000009995': {
    names: ['chargeDeclinedInsufficientFunds', 'visa_chargeDeclinedInsufficientFunds'],
    refusal: '51',
  },
  '4000000000000069': { names: ['chargeDeclinedExpiredCard'], refusal: '54' },
  '4000000000000127': { names: ['chargeDeclinedIncorrectCvc'], refusal: 'N7' },
  '4000000000000119': { names: ['chargeDeclinedProcessingError'], refusal: '96' },
  '4000000000009987': { names: ['visa_chargeDeclinedLostCard'], refusal: '41' },
  '4000000000009979': { names: ['visa_chargeDeclinedStolenCard'], refusal: '43' },
  '4000000000000101': { names: ['cvcCheckFail'], cvcResult: 'N' },
  '4000000000003220': { names: ['threeDSecure2Required'], authentication: 'C' },
  '4000002760003184': { names: ['authenticationRequired'], authentication: 'C' },
  '4000002500003155': { names: ['authenticationRequiredOnSetup'], authentication: 'C' },
  '4000008400001629': {
    names: ['threeDSecureRequiredChargeDeclined'],
    authentication: 'C',
    refusal: '05',
  },
};

/** As the configuration of a gateway carries them. */
export const testCards: readonly (NamedCard & { note: string; isOffered: boolean })[] =
  Object.entries(known).map(([number, { names }]) => ({
    number,
    note: 'a card of the tests',
    isOffered: false,
    tokens: names.flatMap((name) => [`pm_card_${name}`, `tok_${name}`]),
  }));

export const knownCard = (number: string | undefined): KnownCard | undefined => known[number ?? ''];
