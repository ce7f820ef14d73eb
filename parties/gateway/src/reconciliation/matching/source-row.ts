// What a source says of one movement of money, in the words of matching. A source knows things of two
// kinds: sales (a capture, a refund, a dispute), payouts that the acquirer makes by itself, and
// instructions: payouts that it is told to make.

export const sources = ['shop', 'ledger', 'acquirer', 'bank'] as const;
export type SourceName = (typeof sources)[number];

/** The strongest first: an ARN names one presentment in the world, a reference what its writer likes. */
export const keyKinds = ['arn', 'rrn', 'reference'] as const;
export type KeyKind = (typeof keyKinds)[number];

export type Keys = Readonly<Partial<Record<KeyKind, readonly string[]>>>;

/** Days since 1970: a reconciliation knows no hours. */
export type DayNumber = number;

export type SourceRow = {
  readonly source: SourceName;
  readonly kind: 'sale' | 'payout' | 'instruction';
  /** Its name within its source. */
  readonly id: string;
  readonly keys: Keys;
  /** The payout in which it was paid, where its source says so. */
  readonly batch: string | null;
  readonly currency: string;
  /** Signed as the merchant sees it; of a sale before fees. */
  readonly amountMinor: bigint;
  /** Null: this source knows no fee. */
  readonly feeMinor: bigint | null;
  /** What of it the acquirer takes on top of the cost, where it says so. */
  readonly marginMinor?: bigint;
  readonly on: DayNumber;
  /** The last day on which its counterpart is in time. */
  readonly dueOn: DayNumber;
};
