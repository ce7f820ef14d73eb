// Posting recipes: every way in which a party has booked something on the walk, once, with the figures
// of the first time.

import { chartLineOf, type RecordedTransaction } from '@kassa/ledger';
import { add, type Money, toMajor } from '@kassa/money';
import { merchants, testCards } from '../cast/cast.ts';
import type { BookKeeper } from '../places.ts';
import { isOf, type Role, roles } from './chart.ts';
import type { Noted, PartyBook } from './diary.ts';
import { code, table } from './markdown.ts';
import { sellerName } from './market.ts';
import { memberNames, pathInRoles } from './members.ts';

export type Leg = {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
};

type Recipe = { readonly event: string; readonly legs: readonly Leg[] };

/** What was booked before anybody did anything. */
export const openingStep = 'the opening';

export function printRecipes(books: readonly PartyBook[], noted: readonly Noted[]): string {
  const lineOf = chartLines(books);
  return roles
    .map((role) => `### ${role.title}\n\n${printRole(recipesOf(role, noted, lineOf))}`)
    .join('\n\n');
}

/** An account as its chart names it. */
export function chartLines(books: readonly PartyBook[]) {
  const charts = new Map(books.map(({ party, chart }) => [party, chart]));
  return (party: BookKeeper, path: string): string =>
    chartLineOf(charts.get(party) ?? [], path)?.path ?? path;
}

function printRole(recipes: readonly Recipe[]): string {
  const rows = recipes.flatMap(({ event, legs }) => {
    if (legs.length === 0) return [[event, '', '', '']];
    return legs.map((leg, at) => [at === 0 ? event : '', ...cellsOf(leg)]);
  });
  return table(['Event', 'Debit', 'Credit', 'Amount'], rows);
}

export function cellsOf({ account, side, amount }: Leg): string[] {
  const figure = `${toMajor(amount)} ${amount.currency}`;
  return side === 'debit' ? [code(account), '', figure] : ['', code(account), figure];
}

function recipesOf(
  role: Role,
  noted: readonly Noted[],
  lineOf: (party: BookKeeper, path: string) => string,
): Recipe[] {
  const recipes = new Map<string, Recipe>();
  for (const { party, step, transaction } of noted.filter((one) => isOf(role, one.party))) {
    // Members by what they are: else both sides of a clearing were one account.
    const legs = legsOf(transaction).map((leg) => ({
      ...leg,
      account: pathInRoles(leg.account) ?? lineOf(party, leg.account),
    }));
    const event = step === openingStep ? openingOf(transaction) : eventOf(transaction);
    const accounts = new Set(legs.map(({ account, side }) => `${side} ${account}`));
    const key = JSON.stringify([event, ...[...accounts].sort()]);
    if (!recipes.has(key)) recipes.set(key, { event, legs });
  }
  return [...recipes.values()];
}

/** One leg for each account and side; debits first. */
export function legsOf({ entries }: RecordedTransaction): Leg[] {
  const legs = new Map<string, Leg>();
  for (const { account, side, amount } of entries) {
    const key = `${side} ${account} ${amount.currency}`;
    const before = legs.get(key);
    const sum = before === undefined ? amount : add(before.amount, amount);
    legs.set(key, { account, side, amount: sum });
  }
  const all = [...legs.values()];
  return [
    ...all.filter(({ side }) => side === 'debit'),
    ...all.filter(({ side }) => side === 'credit'),
  ];
}

const kinds: Readonly<Record<RecordedTransaction['kind'], string>> = {
  posted: '',
  pending: ' (held: pending, not posted)',
  post: ' (out of what was held)',
  void: ' (what was held is released)',
  expire: ' (what was held is released)',
};

export const eventOf = ({ description, kind }: RecordedTransaction): string =>
  `${steady(description)}${kinds[kind]}`;

const openingOf = (transaction: RecordedTransaction): string => {
  const event = eventOf(transaction);
  return event === presented ? 'Payments of earlier days' : event;
};

const shops = [
  sellerName,
  ...merchants.flatMap(({ name, legalName }) => [legalName, name]),
  ...testCards.flatMap(({ history = [] }) => history.map(({ merchant }) => merchant)),
];
const presented = 'Presented by …';

/** Without ids, dates and names. */
function steady(text: string): string {
  const plain = text
    .replaceAll(/\b[a-z]+_[0-9A-Za-z]{10,}/g, '…')
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, '…');
  const shopless = without(shops, plain);
  // What cardholders read on their statement is the shop's name alone, what payees do the bank's.
  if (shopless === '…') return presented;
  const nameless = without(memberNames, shopless);
  return nameless === '…' ? 'Credit transfer from …' : nameless;
}

const without = (names: readonly string[], text: string): string =>
  names.reduce((rest, name) => rest.replaceAll(name, '…'), text);
