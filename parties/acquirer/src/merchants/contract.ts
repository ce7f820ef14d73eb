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
import { addBankingDays, type Calendar, type PlainDate } from '@kassa/time';
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
  readonly feeBasisPoints: number;
  readonly feeFixed: readonly Money[];
  /** By when a dispute is to be answered, and what each costs. */
  readonly disputeDays: number;
  readonly disputeFees: readonly Money[];
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

/** What a capture costs the merchant: never more than the capture. A refund costs nothing. */
export function feeOf(contract: Contract, gross: Money): Money {
  const share = basisPoints(gross, contract.feeBasisPoints, 'half_even');
  const fixed = contract.feeFixed.find((amount) => amount.currency === gross.currency)?.minor ?? 0n;
  const fee = share.minor + fixed;
  return money(gross.currency, fee > gross.minor ? gross.minor : fee);
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

/** Whether so much goes out by itself. */
export function isWorthPaying({ payoutMinimum }: Contract, due: Money): boolean {
  const minimum = payoutMinimum.find(({ currency }) => currency === due.currency)?.minor ?? 1n;
  return due.minor >= minimum;
}

function contractOf(config: ContractConfig): Contract {
  const { fee, payout, currencies, dispute, ...rest } = config;
  return {
    ...rest,
    currencies: currencies.includes('*') ? undefined : new Set(currencies),
    feeBasisPoints: fee.basisPoints,
    feeFixed: amountsIn(fee.fixed),
    disputeDays: dispute.days,
    disputeFees: amountsIn(dispute.fee),
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
