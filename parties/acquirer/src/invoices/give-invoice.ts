// The invoice of a month: given once, when it is first asked for, and the same ever after.

import type { Currency } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { dateIn, yearOf } from '@kassa/time';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { type Invoice, type InvoiceRefusal, linesOf } from './invoice.ts';
import { isOver, type Month, spanOf } from './month.ts';
import { feesOfMonth, findInvoice, giveInvoice } from './store.ts';

export type Wanted = {
  readonly contract: Contract;
  readonly currency: Currency;
  readonly month: Month;
};

export async function invoiceOf(
  ports: Pick<Ports, 'db' | 'clock' | 'bank'>,
  { contract, currency, month }: Wanted,
): Promise<Result<Invoice, InvoiceRefusal>> {
  const { db, clock, bank } = ports;
  const key = { mid: contract.mid, currency, month };
  const given = await findInvoice(db, key);
  if (given) return ok(given);
  const nowMs = clock.nowMs();
  if (!isOver(month, bank.zone, nowMs)) return err({ code: 'month_not_over' });
  const lines = linesOf(await feesOfMonth(db, key, spanOf(month, bank.zone)), currency);
  if (!lines.ok) return lines;
  const issuedOn = dateIn(nowMs, bank.zone);
  const { holder, name, city, country } = contract;
  const done = await db.commit(
    giveInvoice({
      ...key,
      year: yearOf(issuedOn),
      issuedAtMs: nowMs,
      issuedOn,
      issuer: { name: bank.name, institution: bank.institutionId },
      receiver: { holder, name, city, country },
      lines: lines.value,
    }),
  );
  // Another asked at the same moment: theirs is the invoice.
  const isGiven =
    !done.ok && done.error.code === 'conflict' && done.error.constraint === 'fee_invoice_pk';
  assert(done.ok || isGiven, `an invoice is refused by the database: ${JSON.stringify(done)}`);
  const invoice = await findInvoice(db, key);
  assert(invoice, 'an invoice that was given is there');
  return ok(invoice);
}
