// The acquiring contract: which cards' money we take for a merchant, what it costs, when it is paid.

import {
  basisPoints,
  type Currency,
  currencyOf,
  type Money,
  money,
  parseMajor,
} from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import {
  addBankingDays,
  addDays,
  atZone,
  type Calendar,
  dateIn,
  isBankingDay,
  type PlainDate,
} from '@kassa/time';
import type { ContractConfig } from '../config.ts';
import { type Payday, paydayFrom, weekdayNames } from './payday.ts';

export type Contract = {
  readonly mid: string;
  readonly terminals: readonly string[];
  readonly name: string;
  readonly city: string;
  readonly country: string;
  readonly mcc: string;
  /** Undefined: every currency. */
  readonly currencies: ReadonlySet<string> | undefined;
  readonly pricing: 'blended' | 'interchange_plus';
  /** Of all where the price is blended, on top of the cost where it is interchange-plus. */
  readonly feeBasisPoints: number;
  readonly feeFixed: readonly Money[];
  /** By when a dispute is to be answered, and what each costs. */
  readonly disputeDays: number;
  readonly disputeFees: readonly Money[];
  readonly reserve: { readonly basisPoints: number; readonly days: number } | undefined;
  /** Who pays the network for a case of arbitration that was lost. */
  readonly arbitrationBorneBy: 'merchant' | 'acquirer';
  readonly valueDays: number;
  readonly cutOffAt: string;
  readonly payoutAt: string;
  readonly zone: string;
  readonly calendar: Calendar;
  readonly payoutBy: 'day' | 'instruction';
  readonly payday: Payday;
  /** Less than that waits for the next payday. */
  readonly payoutMinimum: readonly Money[];
  readonly sellsForOthers: boolean;
  readonly iban: string;
  readonly holder: string;
  readonly key: Secret<string>;
};

export type Contracts = {
  readonly all: readonly Contract[];
  byMid(mid: string): Contract | undefined;
};

export function contractsOf(configs: readonly ContractConfig[]): Contracts {
  const all = configs.map(contractOf);
  const byMid = new Map(all.map((contract) => [contract.mid, contract]));
  assert(byMid.size === all.length, 'two contracts have one merchant id');
  return { all, byMid: (mid) => byMid.get(mid.trimEnd()) };
}

export function acceptsCurrency(contract: Contract, currency: Currency): boolean {
  return contract.currencies === undefined || contract.currencies.has(currency);
}

/** What an item costs its merchant, as far as it is known when it comes. */
export type Price = {
  /** Final where the price is blended; where it is interchange-plus nothing, until the network has told. */
  readonly fee: Money;
  /** What we take on top of the cost; null where the price is blended. */
  readonly margin: Money | null;
};

/** A blended fee is never more than the capture. Cost and margin are, where they are more. */
export function priceOf(contract: Contract, gross: Money): Price {
  const share = basisPoints(gross, contract.feeBasisPoints, 'half_even');
  const fixed = contract.feeFixed.find((amount) => amount.currency === gross.currency)?.minor ?? 0n;
  const asked = money(gross.currency, share.minor + fixed);
  if (contract.pricing === 'interchange_plus') {
    return { fee: money(gross.currency, 0), margin: asked };
  }
  return { fee: asked.minor > gross.minor ? gross : asked, margin: null };
}

/** A refund costs nothing; at cost, what it gives back is the merchant's. */
export function refundPriceOf({ pricing }: Contract, { currency }: Money): Price {
  const nothing = money(currency, 0);
  return { fee: nothing, margin: pricing === 'interchange_plus' ? nothing : null };
}

/** What of a sale is held back from its payout. */
export function reservedOf({ reserve }: Contract, gross: Money): Money {
  return reserve ? basisPoints(gross, reserve.basisPoints, 'half_even') : money(gross.currency, 0);
}

/** When a hold of a payout goes out: the first payday after the days of the contract. */
export function releaseDate(contract: Contract, valueOn: PlainDate): PlainDate {
  const { payday, calendar, reserve } = contract;
  return paydayFrom(payday, calendar, addDays(valueOn, reserve?.days ?? 1));
}

/** What a dispute costs, whatever comes of it. */
export function disputeFeeOf(contract: Contract, currency: Currency): Money {
  return contract.disputeFees.find((fee) => fee.currency === currency) ?? money(currency, 0);
}

/** When the money of a business date goes to the merchant: the first payday from Tx + n on. */
export function valueDate(contract: Contract, businessDate: PlainDate): PlainDate {
  const { payday, calendar, valueDays } = contract;
  return paydayFrom(payday, calendar, addBankingDays(calendar, businessDate, valueDays));
}

/** The same for what was just captured: it is taken along by the next cut-off. */
export function expectedValueDate(contract: Contract, capturedAtMs: number): PlainDate {
  const { calendar, zone, cutOffAt } = contract;
  let date = dateIn(capturedAtMs, zone);
  while (!isBankingDay(calendar, date) || atZone(date, cutOffAt, zone) <= capturedAtMs) {
    date = addDays(date, 1);
  }
  return valueDate(contract, date);
}

/** The first payday whose payout has not been made yet: what is due at once goes out with it. */
export function nextPayday(
  { payday, calendar, zone, payoutAt }: Pick<Contract, 'payday' | 'calendar' | 'zone' | 'payoutAt'>,
  atMs: number,
): PlainDate {
  const today = dateIn(atMs, zone);
  const first = paydayFrom(payday, calendar, today);
  const isOver = atZone(first, payoutAt, zone) <= atMs;
  return isOver ? paydayFrom(payday, calendar, addDays(today, 1)) : first;
}

/** Whether so much goes out by itself. */
export function isWorthPaying({ payoutMinimum }: Contract, due: Money): boolean {
  const minimum = payoutMinimum.find(({ currency }) => currency === due.currency)?.minor ?? 1n;
  return due.minor >= minimum;
}

function contractOf(config: ContractConfig): Contract {
  const { fee, payout, currencies, dispute, ...rest } = config;
  return {
    ...rest,
    reserve: config.reserve,
    pricing: fee.pricing,
    currencies: currencies.includes('*') ? undefined : new Set(currencies),
    feeBasisPoints: fee.basisPoints,
    feeFixed: amountsIn(fee.fixed),
    disputeDays: dispute.days,
    disputeFees: amountsIn(dispute.fee),
    arbitrationBorneBy: dispute.arbitration,
    payoutBy: payout.by,
    payday: paydayOf(payout.every),
    payoutMinimum: amountsIn(payout.minimum),
    iban: payout.iban,
    holder: payout.holder,
  };
}

function paydayOf(every: ContractConfig['payout']['every']): Payday {
  if (every === 'day') return { every };
  if (typeof every === 'number') return { every: 'month', on: every };
  return { every: 'week', on: weekdayNames.indexOf(every) + 1 };
}

/** Major units by currency. */
function amountsIn(texts: Readonly<Record<string, string>>): Money[] {
  return Object.entries(texts).map(([code, text]) =>
    unwrap(parseMajor(text, unwrap(currencyOf(code)))),
  );
}
