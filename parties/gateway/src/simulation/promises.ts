// What must hold of each order, whatever happens: after every step, and in the end when all is still.
// It reads the three sides as they are: the gateway's rows, its book, and the banks' truth.

import { type Bank, heldFor, standing } from './bank.ts';
import { sumOf } from './book.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { allRows, rowsOf, type Stored } from './tables.ts';
import type { Trouble } from './trouble.ts';

export type Sides = {
  readonly memory: MemoryDatabase;
  readonly bank: Bank;
  readonly trouble: Trouble;
  /** The payment of an order. */
  readonly intentOf: (order: string) => Stored | undefined;
};

const big = (row: Stored | undefined, column: string): bigint => BigInt(String(row?.[column] ?? 0));
const nameIn = (row: Stored): string => `${String(row['terminal_id'])}|${String(row['rrn'])}`;

const underWay = new Set(['open', 'challenged', 'authenticated', 'unknown', 'approved']);

/** Of one order, after anything of it has moved. */
export function checkOrder({ memory, bank, trouble, intentOf }: Sides, order: string): void {
  const held = standing(bank.ofOrder(order));
  const breach = (promise: string, detail: string) => trouble.breach(promise, order, detail);
  if (held.length > 1) {
    breach('no card is held twice for one order', held.map(({ name }) => name).join(' and '));
  }
  for (const hold of held) {
    if (hold.captured > heldFor(bank, hold)) breach('no more is taken than held', hold.name);
    if (hold.refunded > hold.captured) breach('no more is given back than taken', hold.name);
  }
  const intent = intentOf(order);
  if (intent === undefined) return;
  const id = String(intent['id']);
  const attempts = rowsOf(memory.tables, 'payment_attempt', id);
  const open = attempts.filter(({ state }) => underWay.has(String(state)));
  if (open.length > 1) breach('one attempt is open at most', `${open.length} are`);
  const charge = chargeOf(memory, intent);
  if (big(charge, 'captured') > big(charge, 'amount')) breach('no more is taken than held', id);
  if (big(charge, 'refunded') > big(charge, 'captured')) {
    breach('no more is given back than taken', id);
  }
  checkMeant({ bank, trouble }, order, { intent, attempts, charge });
}

type Rows = {
  readonly intent: Stored;
  readonly attempts: readonly Stored[];
  readonly charge: Stored | undefined;
};

/** What is said to be paid is held at the bank, for as much, under its name. */
function checkMeant(
  { bank, trouble }: Pick<Sides, 'bank' | 'trouble'>,
  order: string,
  { intent, attempts, charge }: Rows,
): void {
  const { status } = intent;
  if (status !== 'succeeded' && status !== 'requires_capture') return;
  const attempt = attempts.find(({ id }) => id === intent['attempt_id']);
  const hold = attempt && bank.holds.get(nameIn(attempt));
  const amount = charge?.['state'] === 'captured' ? big(charge, 'captured') : big(charge, 'amount');
  if (hold === undefined || hold.state !== 'approved') {
    trouble.breach('what is paid is held', order, `${status}, and the bank says ${hold?.state}`);
  } else if (heldFor(bank, hold) < amount) {
    trouble.breach('what is paid is held', order, `${heldFor(bank, hold)} instead of ${amount}`);
  }
}

/** Before anything is sent in another attempt: what came before can hold nothing any more. */
export function checkElsewhere(
  { bank, trouble }: Pick<Sides, 'bank' | 'trouble'>,
  { order, name }: { readonly order: string; readonly name: string },
  sentBefore: readonly string[],
): void {
  for (const before of sentBefore) {
    if (before === name) continue;
    const state = bank.holds.get(before)?.state ?? 'on its way';
    if (state === 'refused' || state === 'gone') continue;
    trouble.breach('another attempt waits for a certain end', order, `${before} is ${state}`);
  }
}

function chargeOf({ tables }: MemoryDatabase, intent: Stored): Stored | undefined {
  const id = intent['charge_id'];
  return rowsOf(tables, 'charge', String(intent['id'])).find((row) => row['id'] === id);
}

const ended = new Set(['approved', 'refused', 'unauthenticated', 'not_attempted', 'reversed'])
  .add('abandoned')
  .add('voided');

/** When all faults are healed and nothing is left to do. */
export function checkEnd(sides: Sides, orders: readonly string[]): void {
  const { memory, trouble } = sides;
  const { tables } = memory;
  for (const name of ['payment_attempt', 'payment_increment'] as const) {
    for (const { id, state, intent_id } of allRows(tables, name)) {
      if (ended.has(String(state))) continue;
      trouble.breach('every attempt ends', String(intent_id), `${id} is ${state}`);
    }
  }
  for (const { id, state, kind, intent_id, tries } of allRows(tables, 'advice')) {
    if (state === 'acknowledged' || (state === 'refused' && kind === 'refund')) continue;
    const detail = `${kind} ${id} is ${state} after ${tries} tries`;
    trouble.breach('the outbox drains', String(intent_id), detail);
  }
  for (const { task, attempts } of memory.jobs.waiting()) {
    trouble.breach('every job is done', '-', `${task} after ${attempts} tries`);
  }
  for (const order of orders) checkAgreement(sides, order);
  checkBook(sides);
}

/** All three sides say the same of an order. */
function checkAgreement({ memory, bank, trouble, intentOf }: Sides, order: string): void {
  const intent = intentOf(order);
  const charge = intent && chargeOf(memory, intent);
  const isPaid = intent?.['status'] === 'succeeded' || intent?.['status'] === 'requires_capture';
  const [hold] = standing(bank.ofOrder(order));
  const said = {
    captured: isPaid ? big(charge, 'captured') : 0n,
    refunded: isPaid ? big(charge, 'refunded') : 0n,
    rest: intent?.['status'] === 'requires_capture' ? big(charge, 'amount') : 0n,
  };
  if (hold === undefined && !isPaid) return;
  const truly = {
    captured: hold?.captured ?? 0n,
    refunded: hold?.refunded ?? 0n,
    rest: hold === undefined || hold.isReleased ? 0n : heldFor(bank, hold),
  };
  if (!isPaid) {
    const detail = `${hold?.name} holds ${truly.rest}, and the payment is ${intent?.['status']}`;
    trouble.breach('nothing is held that is not meant', order, detail);
    return;
  }
  for (const what of ['captured', 'refunded', 'rest'] as const) {
    if (said[what] === truly[what]) continue;
    const detail = `${what}: the gateway says ${said[what]}, the bank ${truly[what]}`;
    trouble.breach('all sides agree', order, detail);
  }
}

function checkBook({ memory, trouble }: Sides): void {
  const { tables, book } = memory;
  for (const { id, entries } of book.transactions.values()) {
    if (sumOf(entries) !== 0n) trouble.breach('the books balance', '-', `${id} does not`);
  }
  const accounts = allRows(tables, 'ledger_account');
  const total = (column: string) => accounts.reduce((sum, row) => sum + big(row, column), 0n);
  for (const on of ['posted', 'pending']) {
    const [debit, credit] = [total(`${on}_debit`), total(`${on}_credit`)];
    if (debit !== credit) trouble.breach('the books balance', '-', `${on}: ${debit}, ${credit}`);
  }
  const charges = allRows(tables, 'charge');
  const sum = (column: string) => charges.reduce((all, row) => all + big(row, column), 0n);
  const [owed, taken] = [
    accounts
      .filter(({ normal }) => normal === 'debit')
      .reduce((all, row) => all + big(row, 'posted_debit') - big(row, 'posted_credit'), 0n),
    sum('captured') - sum('refunded'),
  ];
  if (owed !== taken) {
    trouble.breach('the books say what the payments say', '-', `${owed} instead of ${taken}`);
  }
}
