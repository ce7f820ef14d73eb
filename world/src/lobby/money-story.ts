// Where each part of one payment went, read from every party's own book: nothing is computed here
// but sums of what the parties have booked under the payment's reference.

import type { TraceLine } from '@kassa/control';
import { currencyOf, type Money, money } from '@kassa/money';
import { acquirers } from '../cast/acquirers.ts';
import type { BookKeeper } from '../places.ts';

export type PartyTrace = {
  readonly party: BookKeeper;
  readonly lines: readonly TraceLine[];
  readonly isAway: boolean;
};

export type Part = {
  readonly party: BookKeeper;
  readonly role: 'merchant' | 'issuer' | 'network' | 'acquirer';
  /** Undefined: not booked there yet. */
  readonly amount: Money | undefined;
};

export type MoneyStory = {
  /** What the acquirer captured; undefined before the capture. */
  readonly gross: Money | undefined;
  /** What the cardholder's account was debited, in its own currency. */
  readonly debited: Money | undefined;
  readonly issuer: BookKeeper | undefined;
  readonly parts: readonly Part[];
  /** All parts are booked and their sum is the whole. */
  readonly addsUp: boolean;
  readonly steps: readonly (TraceLine & { readonly party: BookKeeper })[];
};

export function moneyStory(traces: readonly PartyTrace[]): MoneyStory {
  const of = (party: BookKeeper) => booked(traces.find((one) => one.party === party)?.lines ?? []);
  const at = acquirers.map(({ party }) => party);
  const bookedAt = at.find((party) => of(party).length > 0);
  const toldAt = at.find((party) => traces.some((one) => one.party === party && one.lines[0]));
  const acquiredBy = bookedAt ?? toldAt ?? 'acquirer-zelena';
  const acquirer = of(acquiredBy);
  const network = of('network-mozaik');
  const issuer = (['issuer-plava', 'issuer-fjord'] as const).find(
    (party) => (traces.find((one) => one.party === party)?.lines.length ?? 0) > 0,
  );
  const bank = issuer === undefined ? [] : of(issuer);

  const merchant = credited(acquirer, /^merchant:.*:payable$/);
  const fee = credited(acquirer, /^revenue:merchant-fee$/);
  // At cost there is no fee until it is known what the sale has cost.
  const gross = merchant && plus(merchant, fee?.minor ?? 0n);
  const costs = debited(acquirer, /^expense:(interchange|scheme-fee)$/);
  const kept = fee && costs && plus(fee, -costs.minor);
  const parts: Part[] = [
    { party: acquiredBy, role: 'merchant', amount: fee && merchant },
    {
      party: issuer ?? 'issuer-plava',
      role: 'issuer',
      amount: credited(bank, /^income:interchange$/),
    },
    {
      party: 'network-mozaik',
      role: 'network',
      amount: credited(network, /^revenue:scheme_fees$/),
    },
    { party: acquiredBy, role: 'acquirer', amount: kept },
  ];
  const steps = traces
    .flatMap(({ party, lines }) => lines.map((line) => ({ ...line, party })))
    .sort((one, other) => one.at - other.at);
  const debit = debited(bank, /^(customer|overdrawn):/);
  return { gross, debited: debit, issuer, parts, addsUp: addUp(gross, parts), steps };
}

type Entry = {
  readonly account: string;
  /** Credit above zero, debit below. */
  readonly minor: bigint;
  readonly currency: Money['currency'];
};

/** The entries among the lines of the sale itself; holds move nothing, refunds are another story. */
function booked(lines: readonly TraceLine[]): Entry[] {
  return lines.flatMap((line) => {
    const side = /\b(debit|credit)$/.exec(line.what)?.[1];
    const { account, amount, currency = '' } = line;
    const known = currencyOf(currency);
    if (side === undefined || account === undefined || amount === undefined || !known.ok) return [];
    if (/^(pending|void|expire)|refund|returned/i.test(line.what)) return [];
    const minor = side === 'credit' ? BigInt(amount) : -BigInt(amount);
    return [{ account, minor, currency: known.value }];
  });
}

function credited(entries: readonly Entry[], account: RegExp): Money | undefined {
  const found = entries.filter((entry) => account.test(entry.account));
  const [first] = found;
  if (first === undefined) return undefined;
  const same = found.filter(({ currency }) => currency === first.currency);
  return money(
    first.currency,
    same.reduce((sum, { minor }) => sum + minor, 0n),
  );
}

function debited(entries: readonly Entry[], account: RegExp): Money | undefined {
  const sum = credited(entries, account);
  return sum === undefined ? undefined : money(sum.currency, -sum.minor);
}

function plus(amount: Money, minor: bigint): Money {
  return money(amount.currency, amount.minor + minor);
}

function addUp(gross: Money | undefined, parts: readonly Part[]): boolean {
  if (gross === undefined) return false;
  const amounts = parts.map(({ amount }) => amount);
  if (amounts.some((amount) => amount?.currency !== gross.currency)) return false;
  return amounts.reduce((sum, amount) => sum + (amount?.minor ?? 0n), 0n) === gross.minor;
}
