// Where the 3 of the 100 went, and who had what at the end: sums of what the parties' own books say.

import { type Money, money, toMajor } from '@kassa/money';
import { assert } from '@kassa/result';
import type { BookKeeper } from '../places.ts';
import { titles } from '../start/announce.ts';
import type { Noted } from './diary.ts';
import { changeOf, type Example } from './followed.ts';
import { code, table } from './markdown.ts';

/** What was earned and spent, and by no path else. */
const isResult = (path: string): boolean => /^(income|revenue|expense):/.test(path);

type Split = {
  readonly gross: Money;
  readonly issuer: Money;
  readonly issuerOwes: Money;
  readonly network: Money;
  readonly networkOwes: Money;
  readonly acquirer: Money;
  readonly gateway: Money;
  readonly merchant: Money;
};

/** The parts of one purchase, from what each party booked under its reference. */
export function splitOf(noted: readonly Noted[], rrn: string): Split {
  const about = noted.filter(({ transaction }) => transaction.reference === rrn);
  const currency = about[0]?.transaction.entries[0]?.amount.currency;
  assert(currency, `nobody has booked anything under ${rrn}`);
  // Credits less debits.
  const sum = (party: BookKeeper, isMeant: (path: string) => boolean): Money => {
    const entries = about
      .filter((one) => one.party === party && one.transaction.kind !== 'pending')
      .flatMap(({ transaction }) => transaction.entries)
      .filter(({ account }) => isMeant(account));
    const signed = entries.map(({ side, amount }) =>
      side === 'credit' ? amount.minor : -amount.minor,
    );
    return money(
      currency,
      signed.reduce((total, one) => total + one, 0n),
    );
  };
  const negated = ({ minor }: Money) => money(currency, -minor);
  return {
    gross: negated(sum('issuer-plava', (path) => path.startsWith('customer:'))),
    issuer: sum('issuer-plava', isResult),
    issuerOwes: sum('issuer-plava', (path) => path === 'network:payable'),
    network: sum('network-mozaik', isResult),
    networkOwes: negated(sum('acquirer-zelena', (path) => path === 'network:receivable')),
    acquirer: sum('acquirer-zelena', isResult),
    gateway: sum('gateway', isResult),
    merchant: sum('acquirer-zelena', (path) => path.startsWith('merchant:')),
  };
}

export function drawSplit(split: Split, seller: string): string {
  const figure = (amount: Money) => toMajor(amount).padStart(7);
  const keeps = (who: string, amount: Money, what: string) =>
    `${who.padEnd(16)}├──► ${figure(amount)}  ${what}`;
  const owes = (amount: Money, what: string) => `${' '.repeat(16)}│ ${toMajor(amount)} ${what}`;
  const { gross, merchant } = split;
  return [
    '```',
    `Hana pays         ${toMajor(gross)} ${gross.currency}`,
    `${' '.repeat(16)}│`,
    keeps('Plava banka', split.issuer, 'interchange, kept by the cardholder’s bank'),
    owes(split.issuerOwes, 'owed to the network'),
    keeps('Mozaik', split.network, 'scheme fee, kept by the network'),
    owes(split.networkOwes, 'owed to the acquirer'),
    keeps('Zelena banka', split.acquirer, 'what is left of the merchant’s fee'),
    owes(merchant, 'owed to the merchant'),
    keeps('Kassa', split.gateway, 'the gateway has no account to earn in'),
    `${' '.repeat(16)}▼`,
    `${seller.padEnd(5)}gets         ${toMajor(merchant)} ${merchant.currency}`,
    '```',
  ].join('\n');
}

/** Who is richer or poorer by the example; the sum of all is nothing. */
export function changesOf(example: Example) {
  const people = changeOf(
    example,
    ({ party }, { path }) => /^issuer-/.test(party) && /^(customer|overdrawn):/.test(path),
  );
  const earned = changeOf(example, (_, { path }) => isResult(path));
  return [
    ...people.map((one) => ({ ...one, who: `${code(one.path)} at ${titles[one.party]}` })),
    ...earned.map((one) => ({ ...one, who: titles[one.party] })),
  ];
}

export function printChanges(example: Example): string {
  const changes = changesOf(example);
  const currency = changes[0]?.change.currency;
  assert(currency, 'the example moves money');
  const sumOf = (some: typeof changes) =>
    toMajor(
      money(
        currency,
        some.reduce((sum, { change }) => sum + change.minor, 0n),
      ),
    );
  const parties = example.after.map(({ party }) => titles[party]);
  const rows = [...new Set([...changes.map(({ who }) => who), ...parties])].map((who) => {
    const own = changes.filter((one) => one.who === who);
    const parts = own.map(({ path, change }) => `${code(path)} ${toMajor(change)}`);
    return [who, sumOf(own), own.length > 1 ? parts.join(', ') : ''];
  });
  return table(['Who', 'Change', 'Of it'], [...rows, ['all together', sumOf(changes), '']]);
}
