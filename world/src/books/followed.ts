// The example, party by party: each movement, and each account before and after.

import { type Balance, chartLineOf } from '@kassa/ledger';
import { add, isZero, type Money, money, negate, subtract, toMajor } from '@kassa/money';
import { titles } from '../start/announce.ts';
import type { Noted, PartyBook } from './diary.ts';
import { code, table } from './markdown.ts';
import { bankOf } from './members.ts';
import { cellsOf, eventOf, legsOf } from './recipes.ts';

export type Example = {
  readonly before: readonly PartyBook[];
  readonly after: readonly PartyBook[];
  readonly noted: readonly Noted[];
};

export function printFollowed({ before, after, noted }: Example): string {
  return after
    .flatMap((book) => {
      const own = noted.filter(({ party }) => party === book.party);
      if (own.length === 0) return [];
      const was = before.find(({ party }) => party === book.party)?.accounts ?? [];
      return [
        `### ${titles[book.party]}`,
        printMovements(own),
        printAccounts({ ...book, was }, own),
      ];
    })
    .join('\n\n');
}

function printMovements(noted: readonly Noted[]): string {
  const rows = noted.flatMap(({ step, transaction }) => {
    const legs = legsOf(transaction);
    const [what, cells] = [eventOf(transaction), legs.map(cellsOf)];
    return (cells.length === 0 ? [['', '', '']] : cells).map((leg, at) =>
      at === 0 ? [step, what, ...leg] : ['', '', ...leg],
    );
  });
  return table(['When', 'What', 'Debit', 'Credit', 'Amount'], rows);
}

function printAccounts(
  { chart, accounts, was }: PartyBook & { readonly was: readonly Balance[] },
  noted: readonly Noted[],
): string {
  const sums = sumsOf(noted);
  const rows = accounts.flatMap((account) => {
    const { path, accountId, posted } = account;
    const { debit, credit } = sums.get(`${accountId} ${path} ${posted.currency}`) ?? {};
    if (debit === undefined || credit === undefined) return [];
    const start = balanceIn(was, account);
    const line = chartLineOf(chart, path);
    const figures = [start, debit, credit, posted].map((amount) => toMajor(amount));
    const bank = bankOf(path);
    const name = `${line?.name ?? ''}${bank === undefined ? '' : `: ${bank}`}`;
    return [[code(path), name, ...figures]];
  });
  return table(['Account', 'Name', 'Before', 'Debited', 'Credited', 'After'], rows);
}

/** Zero where it was not open. */
export function balanceIn(accounts: readonly Balance[], of: Balance): Money {
  const same = accounts.find(
    ({ path, accountId, posted }) =>
      path === of.path && accountId === of.accountId && posted.currency === of.posted.currency,
  );
  return same?.posted ?? money(of.posted.currency, 0);
}

type Sums = { readonly debit: Money; readonly credit: Money };

/** Of what is posted; what is held moves nothing. */
function sumsOf(noted: readonly Noted[]): Map<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const { transaction } of noted) {
    if (transaction.kind !== 'posted' && transaction.kind !== 'post') continue;
    for (const { account, side, amount } of transaction.entries) {
      const key = `${transaction.accountId} ${account} ${amount.currency}`;
      const nothing = money(amount.currency, 0);
      const known = sums.get(key) ?? { debit: nothing, credit: nothing };
      sums.set(key, { ...known, [side]: add(known[side], amount) });
    }
  }
  return sums;
}

/** How much more stands on an account, on its normal side. */
export function changeOf(
  { before, after }: Example,
  isMeant: (book: PartyBook, one: Balance) => boolean,
) {
  return after.flatMap((book) => {
    const was = before.find(({ party }) => party === book.party)?.accounts ?? [];
    return book.accounts.flatMap((account) => {
      if (!isMeant(book, account)) return [];
      const change = subtract(account.posted, balanceIn(was, account));
      if (isZero(change)) return [];
      return [{ party: book.party, path: account.path, change: asCredit(account, change) }];
    });
  });
}

const asCredit = ({ normal }: Balance, change: Money): Money =>
  normal === 'credit' ? change : negate(change);
