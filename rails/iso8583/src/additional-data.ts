// Field 48 as this network uses it: subelements of tag (2 digits), length (2 digits) and value.

import { err, ok, type Result } from '@kassa/result';

/** The subelements that the parties of this network agreed on. */
export const additionalDataTags = {
  eci: '42',
  cavv: '43',
  /** C cardholder present in the session, M merchant-initiated. */
  initiation: '61',
  /** I: an incremental authorization; see increment.ts. */
  purpose: '62',
  /** Answer: the issuer's own reference of its decision. */
  issuerTraceId: '63',
  /** Refund: the RRN of the purchase it belongs to. Increment: that of what it grows. */
  originalRrn: '64',
  /** Capture: which of several, and of how many; see clearing-sequence.ts. */
  clearingSequence: '65',
  /** 3-D Secure version (5) and DS transaction id (36). */
  threeDs: '66',
  /** Dispute: the function code, as the 1993 edition numbers them in its field 24. */
  disputeFunction: '70',
  /** Dispute: the case, as the issuer that opened it names it. */
  disputeCase: '71',
  /** Dispute: the network's code of the reason. */
  disputeReason: '72',
  /** Dispute: which documents the sender holds, comma between them. */
  disputeDocuments: '73',
  /** Dispute: what the sender says of it. */
  disputeText: '74',
  /** Dispute: the side that a ruling favours. */
  disputeFavours: '75',
  /** Dispute: the last day to answer, as the network counts it. */
  disputeDueOn: '76',
  /** Answer: M match, N no match, P not processed. */
  cvcResult: '87',
  cvc: '92',
} as const;

export type AdditionalData = Readonly<Record<string, string>>;

export type AdditionalDataError = {
  readonly code: 'bad_tag' | 'bad_length' | 'bad_value' | 'truncated' | 'repeated' | 'overlong';
  /** Character position within the field. */
  readonly offset: number;
};

/** Subelements in the order of their tags; at most 999 characters in all, 99 each. */
export function encodeAdditionalData(data: AdditionalData): Result<string, AdditionalDataError> {
  let text = '';
  for (const tag of Object.keys(data).sort()) {
    const value = data[tag] ?? '';
    if (!/^\d{2}$/.test(tag)) return err({ code: 'bad_tag', offset: text.length });
    if (value.length > 99) return err({ code: 'bad_length', offset: text.length });
    if (!/^[ -~]*$/.test(value)) return err({ code: 'bad_value', offset: text.length });
    text += tag + String(value.length).padStart(2, '0') + value;
  }
  return text.length > 999 ? err({ code: 'overlong', offset: 999 }) : ok(text);
}

export function decodeAdditionalData(text: string): Result<AdditionalData, AdditionalDataError> {
  const data: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    const tag = text.slice(at, at + 2);
    const digits = text.slice(at + 2, at + 4);
    if (!/^\d{2}$/.test(tag)) return err({ code: 'bad_tag', offset: at });
    if (!/^\d{2}$/.test(digits)) return err({ code: 'bad_length', offset: at + 2 });
    if (Object.hasOwn(data, tag)) return err({ code: 'repeated', offset: at });
    const end = at + 4 + Number(digits);
    if (end > text.length) return err({ code: 'truncated', offset: at + 4 });
    data[tag] = text.slice(at + 4, end);
    at = end;
  }
  return ok(data);
}
