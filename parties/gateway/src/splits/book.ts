// Where two accounts meet in the book. A connected account sells under its platform's contract, so what
// the acquirer owes stands in the platform's shard; what of it is the connected account's stands as due
// to it there, and as due from the platform in its own. Both sides are written together, and the two
// accounts of a pair are always each other's image.

import type { Unit } from '@kassa/database';
import type { Entry, Posting } from '@kassa/ledger';
import { type Currency, isZero, type Money, money } from '@kassa/money';
import { accounts, open } from '../book/chart.ts';
import type { AccountId, IdMaker } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { openBook } from '../payments/postings.ts';

type Whose = Pick<Merchant, 'accountId' | 'platform'>;

/** Everything that is booked with the acquirer for this merchant; opening it again changes nothing. */
export function openBooks(whose: Whose, provider: string, currency: Currency): Unit[] {
  const { accountId, platform } = whose;
  if (platform === null) return openBook(accountId, provider, currency);
  return [
    ...openBook(platform, provider, currency),
    ...openPair({ platform, connected: accountId }, currency),
  ];
}

export type Pair = { readonly platform: AccountId; readonly connected: AccountId };

/** The accounts of both sides, but for those of an acquirer. */
export function openPair({ platform, connected }: Pair, currency: Currency): Unit[] {
  return [
    open('dueTo', { accountId: platform, currency }, accounts.dueTo(connected)),
    open('dueFrom', { accountId: connected, currency }),
    ...[platform, connected].flatMap((accountId) => [
      open('pending', { accountId, currency }),
      open('available', { accountId, currency }),
    ]),
  ];
}

/** Postings as for a merchant with a contract; for a connected account, both sides of them. */
export function onBothSides(postings: readonly Posting[], whose: Whose): Posting[] {
  const { accountId, platform } = whose;
  if (platform === null) return [...postings];
  return postings.flatMap((posting) => {
    const own = withEntries(posting, accountId, (account) =>
      isOfAcquirer(account) ? accounts.dueFrom : account,
    );
    const theirs = withEntries(posting, platform, (account) =>
      isOfAcquirer(account) ? account : accounts.dueTo(accountId),
    );
    const isOpenEnded = posting.entries.length === 0;
    return [own, theirs].filter(({ entries }) => isOpenEnded || entries.length > 0);
  });
}

const isOfAcquirer = (account: string): boolean => account.startsWith('acquirer:');

function withEntries(
  posting: Posting,
  accountId: AccountId,
  rename: (account: string) => string,
): Posting {
  const { kind } = posting;
  const hasEntries = kind === 'posted' || kind === 'pending' || kind === 'post';
  if (!hasEntries) return { ...posting, accountId };
  const renamed = posting.entries.map((entry) => ({ ...entry, account: rename(entry.account) }));
  return { ...posting, accountId, entries: netted(renamed) };
}

/** One entry for each account; none where in and out are the same. */
function netted(entries: readonly Entry[]): Entry[] {
  const sums = new Map<string, Money>();
  for (const { account, side, amount } of entries) {
    const before = sums.get(account)?.minor ?? 0n;
    const by = side === 'debit' ? amount.minor : -amount.minor;
    sums.set(account, money(amount.currency, before + by));
  }
  return [...sums].flatMap(([account, sum]): Entry[] => {
    if (isZero(sum)) return [];
    const isDebit = sum.minor > 0n;
    const amount = money(sum.currency, isDebit ? sum.minor : -sum.minor);
    return [{ account, side: isDebit ? 'debit' : 'credit', amount }];
  });
}

/** Money is `pending` until the acquirer has settled the charge it comes from. */
export type Bucket = 'pending' | 'available';

export type Move = Pair & {
  /** To the connected account, or back to the platform. */
  readonly direction: 'out' | 'back';
  readonly amount: Money;
  readonly bucket: Bucket;
  readonly atMs: number;
  readonly description: string;
  /** What people search by. */
  readonly reference: string;
};

export function movePostings(makeId: IdMaker, move: Move): Posting[] {
  const { platform, connected, direction, amount, bucket, atMs, description, reference } = move;
  const isOut = direction === 'out';
  const common = { at: atMs, description, reference, kind: 'posted' } as const;
  return [
    {
      ...{ ...common, accountId: platform, id: makeId('ltx') },
      entries: turned(accounts[bucket], accounts.dueTo(connected), amount, isOut),
    },
    {
      ...{ ...common, accountId: connected, id: makeId('ltx') },
      entries: turned(accounts.dueFrom, accounts[bucket], amount, isOut),
    },
  ];
}

/** What was pending is available, for one account. */
export function maturePosting(
  makeId: IdMaker,
  of: {
    readonly accountId: AccountId;
    readonly net: Money;
    readonly atMs: number;
    readonly reference: string;
  },
): Posting[] {
  const { accountId, net, atMs, reference } = of;
  if (isZero(net)) return [];
  const isIn = net.minor > 0n;
  const amount = isIn ? net : money(net.currency, -net.minor);
  const entries = turned(accounts.pending, accounts.available, amount, isIn);
  const about = { description: 'available', reference, kind: 'posted' } as const;
  return [{ ...about, accountId, id: makeId('ltx'), at: atMs, entries }];
}

function turned(debited: string, credited: string, amount: Money, isSo: boolean): Entry[] {
  return [
    { account: isSo ? debited : credited, side: 'debit', amount },
    { account: isSo ? credited : debited, side: 'credit', amount },
  ];
}
