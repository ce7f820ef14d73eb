// Every word that a shopper reads on the hosted pages, and the words of each refusal: what
// happened, whether it was charged, what to do next.

import { catalogue, type Translate } from '@kassa/pages';
import type { WordsKey } from '../../payments/problem.ts';
import { bs } from './texts-bs.ts';
import { en } from './texts-en.ts';

export const texts = catalogue({ en, bs });

export type Lang = (typeof texts.languages)[number];
export const languages: readonly Lang[] = texts.languages;
export type Say = Translate<typeof en>;

/** Keys of the sentences without places to fill. */
type Sentence = {
  [K in keyof typeof en]: (typeof en)[K] extends `${string}{${string}` ? never : K;
}[keyof typeof en];
type RefusalText = { readonly what: Sentence; readonly next: Sentence };

const both = <K extends string>(key: K) => ({ what: key, next: `${key}Next` }) as const;

/** A key that the payments learn does not compile until it has its words here. */
export const refusalTexts: Readonly<Record<WordsKey, RefusalText>> = {
  declined: both('declined'),
  insufficient_funds: both('insufficient_funds'),
  card_expired: both('card_expired'),
  cvc_wrong: both('cvc_wrong'),
  number_wrong: both('number_wrong_bank'),
  card_blocked: both('card_blocked'),
  not_permitted: both('not_permitted'),
  limit_exceeded: both('limit_exceeded'),
  authentication_failed: both('authentication_failed'),
  authentication_needed: both('authentication_needed'),
  authentication_expired: both('authentication_expired'),
  authentication_unavailable: both('authentication_unavailable'),
  bank_unavailable: both('bank_unavailable'),
  not_sent: both('not_sent'),
  over_capacity: both('over_capacity'),
  tried_too_often: both('tried_too_often'),
  outcome_unknown: both('outcome_unknown'),
  outcome_reversed: both('outcome_reversed'),
};

/** What the shopper may be sure of: only an answer that never came leaves it open. */
export const isCertain = (words: WordsKey): boolean => words !== 'outcome_unknown';
