// Standard entry class codes: what kind of payment, which form its entries have, and which addenda.

import type { AddendaKind } from './addenda.ts';
import type { EntryKind } from './entry-detail.ts';

export type SecRule = {
  readonly meaning: string;
  readonly entry: EntryKind;
  /** Besides returns (99), which come under the code of what is returned. */
  readonly addenda?: AddendaKind;
  readonly addendaMin: number;
  readonly addendaMax: number;
};

const rule = (
  meaning: string,
  entry: EntryKind,
  addenda: AddendaKind | undefined,
  [addendaMin, addendaMax]: readonly [number, number],
): SecRule => ({ meaning, entry, ...(addenda && { addenda }), addendaMin, addendaMax });

const none = [0, 0] as const;
const upTo1 = [0, 1] as const;
const one = [1, 1] as const;

export const secCodes = {
  ACK: rule('acknowledgment of a CCD credit', 'standard', 'payment', upTo1),
  ADV: rule('automated accounting advice', 'advice', undefined, none),
  ARC: rule('check received by mail', 'standard', undefined, none),
  ATX: rule('acknowledgment of a CTX credit', 'corporate', 'payment', [0, 9999]),
  BOC: rule('check converted in the back office', 'standard', undefined, none),
  CCD: rule('corporate credit or debit', 'standard', 'payment', upTo1),
  CIE: rule('credit that a customer initiated', 'standard', 'payment', upTo1),
  COR: rule('notification of change', 'standard', 'change', one),
  CTX: rule('corporate trade exchange', 'corporate', 'payment', [0, 9999]),
  DNE: rule('notification of a death', 'standard', 'payment', one),
  ENR: rule('automated enrollment', 'corporate', 'payment', [1, 9999]),
  IAT: rule('international transaction', 'international', undefined, [7, 12]),
  MTE: rule('transfer at a machine', 'standard', 'terminal', one),
  POP: rule('check converted at the point of purchase', 'pointOfPurchase', undefined, none),
  POS: rule('card at a point of sale', 'standard', 'terminal', one),
  PPD: rule('prearranged payment or deposit', 'standard', 'payment', upTo1),
  RCK: rule('check presented once more', 'standard', undefined, none),
  SHR: rule('card in a shared network', 'sharedNetwork', 'terminal', one),
  TEL: rule('entry agreed by telephone', 'standard', undefined, none),
  TRC: rule('truncated check', 'truncatedCheck', undefined, none),
  TRX: rule('truncated checks, several', 'corporate', 'payment', [1, 9999]),
  WEB: rule('entry agreed on the internet or by mobile', 'standard', 'payment', upTo1),
  XCK: rule('check that was destroyed', 'truncatedCheck', undefined, none),
} satisfies Record<string, SecRule>;

export type SecCode = keyof typeof secCodes;

export function isSecCode(text: string): text is SecCode {
  return Object.hasOwn(secCodes, text);
}
