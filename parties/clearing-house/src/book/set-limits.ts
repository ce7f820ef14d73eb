// At the start: what members have pledged, and how far below zero their accounts may therefore go.
// The ledger holds both: an account stops at minus the cap, and collateral stays at least at the cap.

import { column, type Row, type Unit } from '@kassa/database';
import { balance, openAccount, post } from '@kassa/ledger';
import { type Currency, currencyOf, type Money, money, negate, subtract } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { Member } from '../members/directory.ts';
import type { Ports } from '../ports.ts';
import { bookId } from './booking.ts';
import { collateralPath, lines, settlementPath } from './chart.ts';

export async function setLimits(ports: Ports): Promise<void> {
  for (const member of ports.members.all) {
    for (const pledged of member.collateral) await openPledge(ports, member, pledged.currency);
    for (const { currency, floor } of await floorsOf(ports, member)) {
      const cap = amountIn(member.debitCaps, currency);
      const kept = await balance(ports.db, bookId, collateralPath(member.code), currency);
      // Who never pledged anything has no cap either.
      if (!kept) continue;
      const change = subtract(amountIn(member.collateral, currency), kept.posted);
      // More is pledged before the cap rises with it; and released after the cap has fallen.
      if (change.minor > 0n) await pledge(ports, member, change);
      const isSet = floor === -cap.minor || (await setCap(ports, member, cap));
      if (isSet && change.minor < 0n) await pledge(ports, member, change);
    }
  }
}

/** The accounts that a pledge and a cap in this currency need; what is open stays as it is. */
async function openPledge({ db }: Ports, member: Member, currency: Currency): Promise<void> {
  const common = { accountId: bookId, currency, floor: 0n };
  const { settlement, collateral, pledges } = lines;
  const opened = [
    openAccount({
      ...common,
      path: settlementPath(member.code),
      normal: settlement.normal,
      name: `Settlement account of ${member.name}`,
    }),
    openAccount({
      ...common,
      path: collateralPath(member.code),
      normal: collateral.normal,
      name: `Collateral of ${member.name}`,
    }),
    openAccount({ ...common, path: pledges.path, normal: pledges.normal, name: pledges.name }),
  ];
  for (const account of opened) await db.commit(account);
}

/** Of each currency of a member; an account without a floor owes from before, and is a finding. */
function floorsOf({ db }: Ports, member: Member) {
  return db.query(
    {
      text: `
        select currency, floor
        from ledger_account
        where account_id = $1 and path = $2 and floor is not null
        order by currency`,
      values: [bookId, settlementPath(member.code)],
    },
    (row) => ({
      currency: unwrap(currencyOf(column.text(row, 'currency'))),
      floor: column.big(row, 'floor'),
    }),
  );
}

/** False while the member owes more than the new cap allows: then the old one stays. */
async function setCap({ db, log }: Ports, member: Member, cap: Money): Promise<boolean> {
  const { currency, minor } = cap;
  const done = await db.commit({
    updates: [
      floorUpdate({ path: settlementPath(member.code), currency }, -minor),
      floorUpdate({ path: collateralPath(member.code), currency }, minor),
    ],
  });
  if (done.ok) return true;
  const { error } = done;
  const owes = error.code === 'conflict' && error.constraint === 'insufficient_funds';
  assert(owes, `a cap was refused by the database: ${JSON.stringify(error)}`);
  log.error({ member: member.code, currency }, 'owes more than its new cap: the old one stays');
  return false;
}

function floorUpdate(account: Row, floor: bigint) {
  return {
    as: 'account_open',
    table: 'ledger_account',
    key: { account_id: bookId, ...account },
    set: { floor },
  };
}

async function pledge({ db, clock, makeId }: Ports, member: Member, change: Money) {
  const isMore = change.minor > 0n;
  const amount = isMore ? change : negate(change);
  const posting: Unit = post([
    {
      accountId: bookId,
      id: makeId('ltx'),
      at: clock.nowMs(),
      kind: 'posted',
      description: `Collateral ${isMore ? 'pledged by' : 'released to'} ${member.name}`,
      reference: `COLLATERAL-${member.code}-${change.currency}`,
      entries: [
        { account: lines.pledges.path, side: isMore ? 'debit' : 'credit', amount },
        { account: collateralPath(member.code), side: isMore ? 'credit' : 'debit', amount },
      ],
    },
  ]);
  const done = await db.commit(posting);
  assert(done.ok, `collateral of ${member.code} was not booked: ${JSON.stringify(done)}`);
}

function amountIn(amounts: readonly Money[], currency: Currency): Money {
  return amounts.find((one) => one.currency === currency) ?? money(currency, 0);
}
