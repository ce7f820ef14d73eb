// Net settlement, the pure part: may this instruction be taken, on which day does it settle, and
// what does each member's account see.

import type { FinancialCreditTransfer, FinancialTransfer } from '@kassa/iso20022';
import { add, type Currency, isZero, type Money, money, negate, sum } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { addBankingDays, atZone, dateIn, type PlainDate } from '@kassa/time';
import type { Refusal } from '../errors.ts';
import type { Directory, Member } from '../members/directory.ts';
import type { BankingDay } from '../ports.ts';

/** The currency of its window. The order of the checks is the precedence of the refusals. */
export function decideSettlement(
  instruction: FinancialCreditTransfer,
  sender: Member,
  members: Directory,
): Result<Currency, Refusal> {
  const seen = new Set<string>();
  const currency = instruction.transfers[0]?.amount.currency;
  for (const transfer of instruction.transfers) {
    const refusal = refusalOf(transfer, sender, members);
    if (refusal) return err(refusal);
    const other = transfer.debtor === sender.code ? transfer.creditor : transfer.debtor;
    const position = `${other} in ${transfer.amount.currency}`;
    // Net means one amount for each member; two would be gross, or an item counted twice.
    if (seen.has(position)) return err({ code: 'not_net', detail: `${position} comes twice` });
    seen.add(position);
  }
  // A window is of one currency, and so is what belongs to it.
  if (currency && instruction.transfers.every(({ amount }) => amount.currency === currency)) {
    return ok(currency);
  }
  return err({ code: 'mixed_currencies', detail: 'one message, one currency' });
}

function refusalOf(
  transfer: FinancialTransfer,
  sender: Member,
  members: Directory,
): Refusal | undefined {
  const { debtor, creditor, amount, endToEndId } = transfer;
  if (amount.minor === 0n) return { code: 'zero_amount', detail: `transfer ${endToEndId}` };
  const payer = members.byCode(debtor);
  if (!payer) return { code: 'unknown_debtor', detail: `${debtor} is no member` };
  const payee = members.byCode(creditor);
  if (!payee) return { code: 'unknown_creditor', detail: `${creditor} is no member` };
  if (payer === payee) return { code: 'not_net', detail: `${debtor} against itself` };
  if (payer.code !== sender.code && payee.code !== sender.code) {
    return { code: 'not_yours', detail: `${debtor} to ${creditor} does not pass ${sender.code}` };
  }
  for (const member of [payer, payee]) {
    if (!members.mayHold(member, amount.currency)) {
      return { code: 'currency_not_held', detail: `${member.code} holds no ${amount.currency}` };
    }
  }
  return undefined;
}

/**
 * The banking day on whose morning it settles: the one the instruction names, or the first one
 * whose settlement hour has not passed yet.
 */
export function settlesOn(
  wished: PlainDate,
  receivedAtMs: number,
  day: Omit<BankingDay, 'rtgsClosesAt'>,
): PlainDate {
  const today = dateIn(receivedAtMs, day.zone);
  const hasPassed = receivedAtMs >= atZone(today, day.settleAt, day.zone);
  const from = hasPassed ? addBankingDays(day.calendar, today, 1) : today;
  return addBankingDays(day.calendar, wished > from ? wished : from, 0);
}

export type NetPosition = {
  readonly member: string;
  /** Positive: the member receives. */
  readonly amount: Money;
  /** The transfers that make it up. */
  readonly transfers: readonly FinancialTransfer[];
};

/** Each member's net per currency, the sender's among them; they sum to zero. Zeros are left out. */
export function netPositions(transfers: readonly FinancialTransfer[]): readonly NetPosition[] {
  const nets = new Map<string, NetPosition>();
  const grow = (member: string, amount: Money, transfer: FinancialTransfer) => {
    const key = `${member} ${amount.currency}`;
    const known = nets.get(key);
    const net = known?.amount ?? money(amount.currency, 0);
    nets.set(key, {
      member,
      amount: add(net, amount),
      transfers: [...(known?.transfers ?? []), transfer],
    });
  };
  for (const transfer of transfers) {
    grow(transfer.debtor, negate(transfer.amount), transfer);
    grow(transfer.creditor, transfer.amount, transfer);
  }
  const positions = [...nets.values()];
  for (const currency of new Set(positions.map((position) => position.amount.currency))) {
    const same = positions.map(({ amount }) => amount).filter((one) => one.currency === currency);
    assert(isZero(sum(currency, same)), `the net positions in ${currency} do not sum to zero`);
  }
  return positions.filter(({ amount }) => !isZero(amount));
}
