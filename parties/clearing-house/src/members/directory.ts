// The members of the clearing house: who they are, how they prove it, which IBANs are theirs.

import { constantTimeEqual } from '@kassa/crypto';
import { type Currency, currencyOf, type Money, parseMajor, toMajor } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Config } from '../config.ts';

export type Member = {
  readonly code: string;
  readonly name: string;
  readonly party: string;
  readonly url: string;
  readonly key: Secret<string>;
  readonly deliveryKey: Secret<string>;
  /** Of an American bank: what names it in ACH files. */
  readonly routingNumbers: readonly string[];
  readonly bankCodes: readonly { readonly country: string; readonly code: string }[];
  /** What it is given at the start, one amount per currency. */
  readonly liquidity: readonly Money[];
  /** How far its account may go below zero, and what it has pledged for that; per currency. */
  readonly debitCaps: readonly Money[];
  readonly collateral: readonly Money[];
};

export type Directory = {
  readonly all: readonly Member[];
  byCode(code: string): Member | undefined;
  byKey(key: string): Member | undefined;
  /** The bank that keeps the account; undefined for a bank that is no member. */
  byIban(iban: string): Member | undefined;
  byRoutingNumber(routingNumber: string): Member | undefined;
  /** False where a member has no account in the currency and is not given one. */
  mayHold(member: Member, currency: Currency): boolean;
};

export function directoryOf(config: Pick<Config, 'members' | 'holdsOtherCurrencies'>): Directory {
  const all: readonly Member[] = config.members.map((member) => ({
    ...member,
    liquidity: amountsOf(member.liquidity),
    debitCaps: amountsOf(member.debitCaps),
    collateral: amountsOf(member.collateral),
  }));
  for (const member of all) assertCovered(member);
  const codes = new Map(all.map((member) => [member.code, member]));
  assert(codes.size === all.length, 'two members of the clearing house have one code');
  return {
    all,
    byCode: (code) => codes.get(code),
    byKey: (key) => all.find((member) => constantTimeEqual(member.key.reveal(), key)),
    byIban: (iban) =>
      all.find((member) =>
        member.bankCodes.some(
          ({ country, code }) => iban.startsWith(country) && iban.slice(4).startsWith(code),
        ),
      ),
    byRoutingNumber: (routingNumber) =>
      all.find((member) => member.routingNumbers.includes(routingNumber)),
    mayHold: (member, currency) =>
      config.holdsOtherCurrencies ||
      member.liquidity.some((amount) => amount.currency === currency),
  };
}

function amountsOf(amounts: Readonly<Record<string, string>>): readonly Money[] {
  return Object.entries(amounts).map(([code, text]) =>
    unwrap(parseMajor(text, unwrap(currencyOf(code)))),
  );
}

/** The central bank lends against collateral only. */
function assertCovered({ code, debitCaps, collateral }: Member): void {
  for (const cap of debitCaps) {
    const pledged = collateral.find(({ currency }) => currency === cap.currency)?.minor ?? 0n;
    assert(
      cap.minor <= pledged,
      `the debit cap of ${code}, ${toMajor(cap)} ${cap.currency}, is above its collateral`,
    );
  }
}
