// The bank's chart of accounts, and what each step of a payment does to it. Whoever wants to know
// who got the 3 of the 100 reads the entries below.

import { type Unit, unit } from '@kassa/database';
import { type ChartLine, type Entry, openAccount } from '@kassa/ledger';
import { type Currency, isZero, type Money, negate, subtract } from '@kassa/money';

/** The bank keeps one book. */
export const bookId = 'acquirer';

export const paths = {
  /** Our account at the central bank. */
  settlement: 'klir:settlement',
  /** Captured by our merchants, not yet taken by the network. */
  unpresented: 'network:unpresented',
  /** Taken by the network: what it owes us, net of its fees. */
  receivable: 'network:receivable',
  merchantFee: 'revenue:merchant-fee',
  interchange: 'expense:interchange',
  schemeFee: 'expense:scheme-fee',
  disputeFee: 'revenue:dispute-fee',
  /** What the network took for cases that were lost, and merchants do not bear. */
  arbitrationFee: 'expense:arbitration-fee',
  /** Asked for once more by the issuer, until that is decided. */
  disputesHeld: 'disputes:held',
  /** Payouts on their way to the clearing house. */
  inTransit: 'payout:in-transit',
  capital: 'equity:capital',
  /** What we owe the merchant; below zero after more refunds than sales. */
  merchant: (mid: string) => `merchant:${mid}:payable`,
  /** Held back from payouts until a day that is known. */
  reserve: (mid: string) => `merchant:${mid}:reserve`,
  /** Settled, and waiting for the merchant's word where it shall go. */
  disposal: (mid: string) => `merchant:${mid}:disposal`,
} as const;

const own: readonly ChartLine[] = [
  {
    ...{ path: paths.settlement, normal: 'debit', name: 'Account at the clearing house' },
    means: 'The central bank owes us: our money there.',
  },
  {
    ...{ path: paths.unpresented, normal: 'debit', name: 'Captured, not yet presented' },
    means: 'The network will owe us, once it has taken what our merchants captured.',
  },
  {
    ...{ path: paths.receivable, normal: 'debit', name: 'Owed by the card network' },
    means: 'The network owes us, net of its fees, until the next settlement.',
  },
  {
    ...{ path: paths.merchantFee, normal: 'credit', name: 'Merchant fees earned' },
    means: 'Earned: what merchants pay for their sales, interchange and scheme fee within.',
  },
  {
    ...{ path: paths.interchange, normal: 'debit', name: 'Interchange paid to issuers' },
    means: 'Spent: what cardholders’ banks have kept, less what they gave back with refunds.',
  },
  {
    ...{ path: paths.schemeFee, normal: 'debit', name: 'Scheme fees paid to the network' },
    means: 'Spent: what the network has kept.',
  },
  {
    ...{ path: paths.disputeFee, normal: 'credit', name: 'Dispute fees earned' },
    means: 'Earned: what merchants pay for each dispute, won or lost.',
  },
  {
    ...{ path: paths.arbitrationFee, normal: 'debit', name: 'Arbitration fees borne by us' },
    means: 'Spent: what the network took for cases lost, where the contract leaves it to us.',
  },
  {
    ...{ path: paths.disputesHeld, normal: 'credit', name: 'In pre-arbitration or arbitration' },
    means: 'Owed to the merchant or to the issuer: whom, one of them or the network will say.',
  },
  {
    ...{ path: paths.inTransit, normal: 'credit', name: 'Payouts under way' },
    means: 'Owed to merchants, and being sent to their banks.',
  },
  {
    ...{ path: paths.capital, normal: 'credit', name: 'Capital' },
    means: 'What the bank began with.',
  },
];

const ofMerchants = {
  payable: {
    ...{ path: paths.merchant('{mid}'), normal: 'credit', name: 'Owed to a merchant' },
    means: 'We owe the merchant, net of fees; below zero the merchant owes us.',
  },
  disposal: {
    ...{ path: paths.disposal('{mid}'), normal: 'credit', name: 'At the disposal of a merchant' },
    means: 'We owe the merchant what is due, and wait to be told where it shall go.',
  },
  reserve: {
    ...{ path: paths.reserve('{mid}'), normal: 'credit', name: 'Held in reserve for a merchant' },
    means: 'We owe the merchant what we hold back from its sales, until its day of release.',
  },
} as const satisfies Readonly<Record<string, ChartLine>>;

export const chart: readonly ChartLine[] = [...own, ...Object.values(ofMerchants)];

/** Opens what the bank needs to book in a currency; what is open stays as it is. */
export function openBankAccounts(currency: Currency): Unit {
  return unit(
    ...own.map(({ path, normal, name }) =>
      openAccount({ accountId: bookId, path, currency, normal, name }),
    ),
  );
}

export function openMerchantAccount(mid: string, currency: Currency, name: string): Unit {
  return openAccount({
    accountId: bookId,
    path: paths.merchant(mid),
    currency,
    normal: ofMerchants.payable.normal,
    name,
  });
}

/** Never below zero: no instruction pays what is not there. */
export function openDisposalAccount(mid: string, currency: Currency): Unit {
  return openAccount({
    accountId: bookId,
    path: paths.disposal(mid),
    currency,
    normal: ofMerchants.disposal.normal,
    floor: 0n,
    name: ofMerchants.disposal.name,
  });
}

export function openReserveAccount(mid: string, currency: Currency): Unit {
  const { normal, name } = ofMerchants.reserve;
  return openAccount({
    accountId: bookId,
    path: paths.reserve(mid),
    currency,
    normal,
    floor: 0n,
    name,
  });
}

export function openingEntries(liquidity: Money): readonly Entry[] {
  return move(paths.capital, paths.settlement, liquidity);
}

/** 100 captured: the merchant is owed 97, 3 is our fee. */
export function captureEntries(mid: string, gross: Money, fee: Money): readonly Entry[] {
  return [
    ...move(paths.merchant(mid), paths.unpresented, subtract(gross, fee)),
    ...move(paths.merchantFee, paths.unpresented, fee),
  ];
}

/** The merchant gives the whole amount back; the fee of the sale stays. */
export function refundEntries(mid: string, gross: Money): readonly Entry[] {
  return move(paths.unpresented, paths.merchant(mid), gross);
}

/** The network has taken it: `amount` is signed, the fees are what they cost us. */
export function clearedEntries(
  amount: Money,
  interchange: Money,
  schemeFee: Money,
): readonly Entry[] {
  const net = subtract(subtract(amount, interchange), schemeFee);
  return [
    ...move(paths.unpresented, paths.receivable, net),
    ...move(paths.unpresented, paths.interchange, interchange),
    ...move(paths.unpresented, paths.schemeFee, schemeFee),
  ];
}

/** Interchange-plus: what an item costs its merchant, once that is known; a refund gives some back. */
export function pricedEntries(mid: string, fee: Money): readonly Entry[] {
  return move(paths.merchantFee, paths.merchant(mid), fee);
}

/** The network will not have it: the merchant's money and our fee are taken back. */
export function rejectedEntries(mid: string, amount: Money, fee: Money): readonly Entry[] {
  return [
    ...move(paths.unpresented, paths.merchant(mid), subtract(amount, fee)),
    ...move(paths.unpresented, paths.merchantFee, fee),
  ];
}

/** The issuer takes it back through the network; the merchant pays, and a fee of the contract. */
export function chargedBackEntries(mid: string, amount: Money, fee: Money): readonly Entry[] {
  return [
    ...move(paths.receivable, paths.merchant(mid), amount),
    ...move(paths.disputeFee, paths.merchant(mid), fee),
  ];
}

/** Presented a second time: the merchant's for now. */
export function representedEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.merchant(mid), paths.receivable, amount);
}

/** And taken back a second time. */
export function chargedBackAgainEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.receivable, paths.merchant(mid), amount);
}

/** The issuer asks once more: we keep it until it is decided. */
export function withheldEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.disputesHeld, paths.merchant(mid), amount);
}

/** Decided: it is the issuer's. */
export function lostEntries(amount: Money): readonly Entry[] {
  return move(paths.receivable, paths.disputesHeld, amount);
}

/** Decided: it is the merchant's. */
export function reinstatedEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.merchant(mid), paths.disputesHeld, amount);
}

/** What the network takes for a case that was lost; `mid` null: we bear it. */
export function arbitrationFeeEntries(mid: string | null, fee: Money): readonly Entry[] {
  return move(paths.receivable, mid === null ? paths.arbitrationFee : paths.merchant(mid), fee);
}

export function settledEntries(net: Money): readonly Entry[] {
  return move(paths.receivable, paths.settlement, net);
}

export function payoutEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.inTransit, paths.merchant(mid), amount);
}

/** Of a payout, until its day of release. */
export function heldEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.reserve(mid), paths.merchant(mid), amount);
}

export function releasedEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.merchant(mid), paths.reserve(mid), amount);
}

/** What was due is at the merchant's disposal. */
export function creditEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.disposal(mid), paths.merchant(mid), amount);
}

export function instructedEntries(mid: string, amount: Money): readonly Entry[] {
  return move(paths.inTransit, paths.disposal(mid), amount);
}

export function paidEntries(amount: Money): readonly Entry[] {
  return move(paths.settlement, paths.inTransit, amount);
}

/** `whose`: where it came from, and goes back to. */
export function refusedEntries(whose: string, amount: Money): readonly Entry[] {
  return move(whose, paths.inTransit, amount);
}

export function returnedEntries(whose: string, amount: Money): readonly Entry[] {
  return move(whose, paths.settlement, amount);
}

/** Credit the first, debit the second; nothing for zero, the other way round below zero. */
function move(credited: string, debited: string, amount: Money): readonly Entry[] {
  if (isZero(amount)) return [];
  if (amount.minor < 0n) return move(debited, credited, negate(amount));
  return [
    { account: debited, side: 'debit', amount },
    { account: credited, side: 'credit', amount },
  ];
}
