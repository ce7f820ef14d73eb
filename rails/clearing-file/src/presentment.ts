// What an acquirer presents to the network, and the network forwards to the issuer.

import type { ClearingSequence } from '@kassa/iso8583';
import type { Money } from '@kassa/money';
import type { Pan } from '@kassa/secret';

export type Presentment = {
  /** 1 and up, without a gap: the position in the file; travels as field 11. */
  readonly sequence: number;
  readonly pan: Pan;
  /** Never negative; the direction is isCredit. */
  readonly amount: Money;
  /** False: the cardholder pays. True: a refund, the cardholder is paid. */
  readonly isCredit: boolean;
  /** RRN of the authorization, or the refund's own. */
  readonly rrn: string;
  /** Of a refund: the RRN of the purchase. */
  readonly originalRrn?: string;
  /** Which of several presentments of one authorization it is; absent: it is the only one. */
  readonly clearing?: ClearingSequence;
  /** Acquirer reference number, 23 digits. */
  readonly arn: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly capturedAt: number;
  readonly authorizationCode: string;
  readonly acquirerId: string;
  /** ISO 3166 numeric, of the acquirer. */
  readonly acquirerCountry: string;
  readonly mid: string;
  readonly tid: string;
  readonly mcc: string;
  readonly merchantName: string;
  readonly merchantCity: string;
  /** ISO 3166 alpha-2. */
  readonly merchantCountry: string;
  /** Field 22; `812` is electronic commerce. */
  readonly entryMode: string;
  /** Electronic commerce indicator: 05 authenticated, 06 attempted, 07 not. */
  readonly eci?: string;
  /** Fees as the receiver of the file sees them; only the network writes them. */
  readonly fees?: Fees;
};

/** Positive: the receiver of the file is paid. Negative: the receiver pays. */
export type Fees = {
  readonly interchange?: Money;
  readonly schemeFee?: Money;
  /** Of arbitration. */
  readonly disputeFee?: Money;
};

export type FileHeader = {
  /** Names the file for ever: the same id again is the same file again. */
  readonly fileId: string;
  /** Institution ids of who wrote it and who shall read it. */
  readonly sender: string;
  readonly receiver: string;
  /** The business date that the file belongs to, `YYYY-MM-DD`. */
  readonly businessDate: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

export type PresentmentFile = {
  readonly header: FileHeader;
  readonly items: readonly Presentment[];
};

export type Decision =
  | { readonly outcome: 'accepted'; readonly fees: Fees }
  | { readonly outcome: 'rejected'; readonly reason: string };

export type AcceptanceItem = {
  readonly sequence: number;
  readonly rrn: string;
  readonly isCredit: boolean;
  readonly decision: Decision;
};

/** The answer to one presentment file, item by item. */
export type AcceptanceFile = {
  readonly header: FileHeader;
  /** The id of the file that is answered. */
  readonly answersFileId: string;
  readonly items: readonly AcceptanceItem[];
};

export type FileError = {
  /** 1 is the header. */
  readonly line: number;
  readonly code:
    | 'too_many_items'
    | 'line_too_long'
    | 'bad_header'
    | 'bad_item'
    | 'bad_trailer'
    | 'count_differs'
    | 'sums_differ'
    | 'digest_differs'
    | 'not_finished';
  readonly reason: string;
};

export const itemsMax = 100_000;
export const lineBytesMax = 2048;
