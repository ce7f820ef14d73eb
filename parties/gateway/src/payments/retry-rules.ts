// The networks' rules on trying a declined card again: data, by the day from which it is in force. The
// public sources disagree with one another by date, so a change is a new row and no row is edited.
// Mastercard says "never" by a merchant advice code, which no message here carries: only its caps are
// known. Networks that are not here have no rules that we know of.

import type { CardBrand } from '../vault/card.ts';

/** What may be done after a decline, in the networks' own order of severity. */
export type RetryCategory = 'never' | 'later' | 'with_changes' | 'generic';

/** So many tries of one card for one amount after its first decline. */
export type RetryCap = {
  readonly days: number;
  readonly retriesMax: number;
  /** The cardholder's own tries and the merchant's are counted apart. */
  readonly byInitiation: boolean;
};

export type RetryRules = {
  readonly network: CardBrand;
  readonly effectiveFrom: string;
  /** Response codes after which the card is not tried again at all. */
  readonly never: readonly string[];
  readonly later: readonly string[];
  readonly withChanges: readonly string[];
  readonly caps: readonly RetryCap[];
  readonly source: string;
};

const visaLater = ['19', '51', '59', '61', '65', '75', '86', '91', '96', 'N3', 'N4'];
const visaWithChanges = ['14', '54', '55', '82', 'N7', '1A'];
const visaNever = ['04', '07', '41', '43', '46', 'R0', 'R1', 'R3'];
const fifteen: RetryCap = { days: 30, retriesMax: 15, byInitiation: false };
const visa = { network: 'visa', later: visaLater, withChanges: visaWithChanges } as const;
const checkoutCom = 'https://support.checkout.com/hc/en-us/articles/25482040901394';

export const retryRules: readonly RetryRules[] = [
  {
    ...visa,
    // The source names the year of the rules alone.
    effectiveFrom: '2020-01-01',
    never: ['03', '04', '07', '12', '15', '41', '43', '57', '62', '78', '93', 'R0', 'R1', 'R3'],
    caps: [fifteen],
    source: 'https://support.forte.net/support/solutions/articles/11000097635',
  },
  {
    ...visa,
    effectiveFrom: '2025-04-12',
    never: visaNever,
    caps: [fifteen],
    source: checkoutCom,
  },
  {
    ...visa,
    effectiveFrom: '2025-05-19',
    never: visaNever,
    caps: [{ days: 30, retriesMax: 20, byInitiation: true }],
    source: checkoutCom,
  },
  {
    network: 'mastercard',
    // As long as our sources go back.
    effectiveFrom: '2020-01-01',
    never: [],
    later: [],
    withChanges: [],
    caps: [
      { days: 1, retriesMax: 10, byInitiation: false },
      { days: 30, retriesMax: 35, byInitiation: false },
    ],
    source: 'https://dev.to/tomwangcn/card-decline-codes-visa-vs-mastercard-retry-rules-pe9',
  },
];

/** The rules in force at that moment; undefined: the network has none that we know. */
export function rulesAt(network: CardBrand, atMs: number): RetryRules | undefined {
  return retryRules
    .filter((one) => one.network === network && Date.parse(one.effectiveFrom) <= atMs)
    .toSorted((one, other) => (one.effectiveFrom < other.effectiveFrom ? 1 : -1))[0];
}

export function categoryOf(rules: RetryRules | undefined, responseCode: string): RetryCategory {
  if (rules?.never.includes(responseCode)) return 'never';
  if (rules?.later.includes(responseCode)) return 'later';
  return rules?.withChanges.includes(responseCode) ? 'with_changes' : 'generic';
}

/** How strictly a gateway keeps them. */
export type RetryPolicy = {
  /** Cards are refused at once that their network wants never to be tried again. */
  readonly neverAgain: boolean;
  /** Instead of the networks' own figures; null: theirs. */
  readonly retriesMax: number | null;
};
