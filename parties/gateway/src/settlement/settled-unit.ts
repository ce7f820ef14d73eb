// What a report of the acquirer settles: each item in the book of the account that sold, fees known and
// the rest available, and with each charge whatever was split off it and waited for its money.

import { type Row, type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { type Currency, currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { maturePosting, onBothSides, openBooks } from '../splits/book.ts';
import { applicationFee } from '../splits/split-units.ts';
import { balanceRow } from './balance-transaction.ts';
import { feeParts } from './fee-parts.ts';
import type { SettlementItem } from './from-report.ts';
import type { Import, SettlementMeans } from './import-settlements.ts';
import { settledEntries } from './postings.ts';
import { disputeUnit, isSale } from './settled-disputes.ts';
import {
  findMaturing,
  findSources,
  type Maturing,
  matureRows,
  type Source,
  settleCharges,
} from './store.ts';
import { knownStrays, strayRow, strayUnit } from './strays.ts';
import { tellSettledJobs } from './tell-settled.ts';

/** The report's day as money: when what it settles is the merchant's. */
const availableOn = ({ report, nowMs }: Import): number =>
  Date.parse(`${report.valueOn}T00:00:00Z`) || nowMs;

type Settled = { readonly item: SettlementItem; readonly source: Source | undefined };

/** Refused as `charge_moved` if a charge was split while the report was read: then it is read again. */
export async function settledUnit(means: SettlementMeans, coming: Import): Promise<Unit> {
  const linked = await disputeUnit(means, coming);
  const settled = await newItems(means, coming);
  if (settled.length === 0) return linked;
  const charges = newlyPriced(settled);
  const maturing = await findMaturing(means.db, coming.merchant, charges);
  const rows = settled.map((one) => itemRow(means, coming, one, maturing));
  const strays = settled.filter(({ source }) => source === undefined);
  const { nowMs } = coming;
  return unit(
    linked,
    { inserts: [{ table: 'balance_transaction', rows }] },
    tellSettledJobs(rows),
    strayUnit(strays.map(({ item }) => strayRow(coming, item))),
    settleCharges(charges, nowMs),
    matureRows(maturing, availableOn(coming)),
    ...booksOf(coming, settled),
    post([
      ...itemPostings(means, coming, settled),
      ...maturePostings(means, coming, { settled, maturing }),
    ]),
  );
}

/** Of a payout that failed the items come again in a later one: they are booked already. */
async function newItems(means: SettlementMeans, coming: Import): Promise<Settled[]> {
  const { merchant, report } = coming;
  const sources = await findSources(
    means.db,
    merchant,
    report.items.map(({ rrn }) => rrn),
  );
  const strayed = await knownStrays(
    means.db,
    merchant,
    report.items.map(({ id }) => id),
  );
  return report.items.filter(isSale).flatMap((item) => {
    const named = sources.get(`${item.kind}|${item.rrn}`);
    const source = named && item.part <= named.parts ? named : undefined;
    if (source?.partsSettled.includes(item.part) || strayed.has(item.id)) return [];
    if (source === undefined) {
      const { accountId } = merchant;
      means.log.error({ rrn: item.rrn, item: item.id, accountId }, 'settled, and unknown to us');
    }
    return [{ item, source }];
  });
}

/** Of several parts of one charge the first one counts: with it comes what was split off. */
function newlyPriced(settled: readonly Settled[]): Source[] {
  const charges = settled.flatMap(({ source }) =>
    source?.type === 'charge' && !source.isPriced ? [source] : [],
  );
  return [...new Map(charges.map((source) => [source.id, source])).values()];
}

/** The merchant of the contract, or the connected account that sold under it. */
function ownerOf({ merchant }: Import, source: Source | undefined) {
  const accountId = source?.accountId ?? merchant.accountId;
  const platform = accountId === merchant.accountId ? null : merchant.accountId;
  return { accountId, platform };
}

function itemRow(
  means: SettlementMeans,
  coming: Import,
  { item, source }: Settled,
  { fees }: Maturing,
): Row {
  const { merchant, payoutId, nowMs } = coming;
  const currency = currencyIn(item);
  const { accountId, platform } = ownerOf(coming, source);
  const isFirst = source?.type === 'charge' && !source.isPriced;
  const kept = isFirst ? (fees.get(source.id) ?? 0n) : 0n;
  const isKept = platform !== null && kept > 0n;
  return balanceRow({
    accountId,
    id: means.makeId('txn'),
    type: item.kind === 'capture' ? 'charge' : 'refund',
    sourceId: source?.id ?? item.id,
    amount: money(currency, item.grossMinor),
    fees: [
      ...feeParts(merchant.acquirer.provider, item),
      ...(isKept ? [applicationFee(platform, money(currency, kept))] : []),
    ],
    maturesWith: null,
    availableOnMs: availableOn(coming),
    description: null,
    // A connected account is paid out on its own.
    payoutId: platform === null ? payoutId : null,
    part: item.part,
    createdAtMs: nowMs,
  });
}

function booksOf(coming: Import, settled: readonly Settled[]): Unit[] {
  const { provider } = coming.merchant.acquirer;
  const owners = new Map(settled.map(({ source }) => [source?.accountId ?? '', source]));
  return [...owners.values()].flatMap((source) =>
    openBooks(ownerOf(coming, source), provider, currencyIn(coming.report)),
  );
}

/** One posting for each account: the fees leave what is pending, the rest of it is available. */
function itemPostings(
  means: SettlementMeans,
  coming: Import,
  settled: readonly Settled[],
): Posting[] {
  const { merchant, report, payoutId, nowMs } = coming;
  const currency = currencyIn(report);
  const nameOf = ({ source }: Settled) => source?.accountId ?? merchant.accountId;
  return [...new Set(settled.map(nameOf))].flatMap((name) => {
    const own = settled.filter((one) => nameOf(one) === name);
    const fee = sum(own.map(({ item }) => item.feeMinor));
    const net = sum(own.map(({ item }) => item.netMinor));
    const { provider } = merchant.acquirer;
    const entries = settledEntries(provider, money(currency, fee), money(currency, net));
    if (entries.length === 0) return [];
    const owner = ownerOf(coming, own[0]?.source);
    const posting: Posting = {
      ...{
        accountId: owner.accountId,
        id: means.makeId('ltx'),
        at: nowMs,
        kind: 'posted',
        entries,
      },
      ...{ description: `settled in ${payoutId ?? report.id}`, reference: report.id },
    };
    return onBothSides([posting], owner);
  });
}

/** What waited; and of connected accounts' charges the platform's part, which is theirs no more. */
function maturePostings(
  means: SettlementMeans,
  coming: Import,
  { settled, maturing }: { readonly settled: readonly Settled[]; readonly maturing: Maturing },
): Posting[] {
  const { report, nowMs } = coming;
  const sums = new Map<AccountId, bigint>();
  const add = (accountId: AccountId, minor: bigint) =>
    sums.set(accountId, (sums.get(accountId) ?? 0n) + minor);
  for (const { accountId, net } of maturing.rows) add(accountId, net.minor);
  for (const source of newlyPriced(settled)) {
    if (ownerOf(coming, source).platform === null) continue;
    add(source.accountId, -(maturing.fees.get(source.id) ?? 0n));
  }
  return [...sums].flatMap(([accountId, minor]) => {
    const net = money(currencyIn(report), minor);
    return maturePosting(means.makeId, { accountId, net, atMs: nowMs, reference: report.id });
  });
}

const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);

function currencyIn({ currency }: { readonly currency: string }): Currency {
  return unwrap(currencyOf(currency));
}
