// Rows of invoices, and the sums of a month that they are made of.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { type Currency, currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { isPlainDate } from '@kassa/time';
import { bookId } from '../book/chart.ts';
import { type Invoice, type LineKind, lineKinds, type MonthFees } from './invoice.ts';
import type { Month, Span } from './month.ts';

export type InvoiceKey = Pick<Invoice, 'mid' | 'currency' | 'month'>;

/** Under the next number of its year. Refused as the conflict `fee_invoice_pk` if it was given. */
export function giveInvoice(invoice: Omit<Invoice, 'sequence'>): Unit {
  const { issuer, receiver } = invoice;
  const arg = {
    ...{ mid: invoice.mid, currency: invoice.currency, month: invoice.month },
    ...{ year: invoice.year, issued_at_ms: invoice.issuedAtMs, issued_on: invoice.issuedOn },
    ...{ issuer_name: issuer.name, issuer_institution: issuer.institution },
    ...{ receiver_holder: receiver.holder, receiver_name: receiver.name },
    ...{ receiver_city: receiver.city, receiver_country: receiver.country },
    lines: invoice.lines.map(({ kind, items, amount }) => ({ kind, items, amount: amount.minor })),
  };
  return { calls: [{ fn: 'give_fee_invoice', arg: [arg] }] };
}

export async function findInvoice(db: Queries, key: InvoiceKey): Promise<Invoice | undefined> {
  const values = [key.mid, key.currency, key.month];
  const where = 'where mid = $1 and currency = $2 and month = $3';
  const head = await db.one({ text: `select * from fee_invoice ${where}`, values }, decodeHead);
  if (!head) return undefined;
  const text = `select kind, items, amount from fee_invoice_line ${where}`;
  const lines = await db.query({ text, values }, (row) => ({
    kind: column.oneOf(row, 'kind', lineKinds),
    items: column.integer(row, 'items'),
    amount: money(head.currency, column.big(row, 'amount')),
  }));
  const place = ({ kind }: { readonly kind: LineKind }) => lineKinds.indexOf(kind);
  return { ...head, lines: lines.sort((one, other) => place(one) - place(other)) };
}

/** Read at one moment. Refunds have no fee, but give interchange back. */
export async function feesOfMonth(
  db: Queries,
  { mid, currency }: InvoiceKey,
  { sinceMs, untilMs }: Span,
): Promise<MonthFees> {
  const found = await db.one(
    {
      text: `
        select
          count(*) filter (where state in ('captured', 'batched')) as waiting,
          count(*) filter (where kind <> 'chargeback' and fee > 0) as charged,
          coalesce(sum(fee) filter (where kind <> 'chargeback'), 0)::bigint as fee,
          count(*) filter (where interchange <> 0) as with_interchange,
          coalesce(sum(interchange), 0)::bigint as interchange,
          count(*) filter (where scheme_fee <> 0) as with_scheme_fee,
          coalesce(sum(scheme_fee), 0)::bigint as scheme_fee,
          count(*) filter (where kind = 'chargeback' and fee > 0) as disputes,
          coalesce(sum(fee) filter (where kind = 'chargeback'), 0)::bigint as dispute_fee,
          max(r.rejected) as rejected,
          max(r.rejected_fee)::bigint as rejected_fee
        from (
          select count(*) as rejected, coalesce(sum(fee), 0) as rejected_fee
          from item
          where mid = $1 and currency = $2 and state = 'rejected' and fee > 0
            and rejected_at_ms >= $3 and rejected_at_ms < $4
        ) r
        left join item i
          on i.mid = $1 and i.currency = $2
          and i.captured_at_ms >= $3 and i.captured_at_ms < $4`,
      values: [mid, currency, sinceMs, untilMs],
    },
    decodeFees,
  );
  assert(found, 'a sum has a row');
  return found;
}

/** A month and a currency in which the merchant was charged. */
export type Charged = {
  readonly month: Month;
  readonly currency: Currency;
  readonly given: Pick<Invoice, 'year' | 'sequence'> | null;
};

/** Those of the months that are named; currencies as the merchant has accounts. */
export function chargedMonths(
  db: Queries,
  mid: string,
  { account, months }: { account: string; months: readonly (Span & { readonly month: Month })[] },
): Promise<Charged[]> {
  return db.query(
    {
      text: `
        select m.month::text as month, a.currency, f.year, f.sequence
        from unnest($3::date[], $4::bigint[], $5::bigint[]) m (month, since_ms, until_ms)
        cross join (
          select currency from ledger_account where account_id = $6 and path = $2
        ) a
        left join fee_invoice f
          on f.mid = $1 and f.currency = a.currency and f.month = m.month
        where f.mid is not null
          or exists (
            select 1
            from item i
            where i.mid = $1 and i.currency = a.currency and i.fee <> 0
              and i.captured_at_ms >= m.since_ms and i.captured_at_ms < m.until_ms
          )
          or exists (
            select 1
            from item i
            where i.mid = $1 and i.currency = a.currency and i.fee > 0
              and i.state = 'rejected'
              and i.rejected_at_ms >= m.since_ms and i.rejected_at_ms < m.until_ms
          )
        order by m.month desc, a.currency
        limit 500`,
      values: [
        mid,
        account,
        months.map(({ month }) => month),
        months.map(({ sinceMs }) => sinceMs),
        months.map(({ untilMs }) => untilMs),
        bookId,
      ],
    },
    (row) => {
      const year = column.integerOrNull(row, 'year');
      const given = year === null ? null : { year, sequence: column.integer(row, 'sequence') };
      return { month: dateOf(row, 'month'), currency: currencyIn(row), given };
    },
  );
}

export async function hasItemsBefore(db: Queries, mid: string, ms: number): Promise<boolean> {
  const found = await db.one(
    {
      text: 'select 1 from item where mid = $1 and captured_at_ms < $2 limit 1',
      values: [mid, ms],
    },
    () => true,
  );
  return found ?? false;
}

function decodeFees(row: RawRow): MonthFees {
  return {
    waiting: column.integer(row, 'waiting'),
    charged: column.integer(row, 'charged'),
    feeMinor: column.big(row, 'fee'),
    withInterchange: column.integer(row, 'with_interchange'),
    interchangeMinor: column.big(row, 'interchange'),
    withSchemeFee: column.integer(row, 'with_scheme_fee'),
    schemeFeeMinor: column.big(row, 'scheme_fee'),
    disputes: column.integer(row, 'disputes'),
    disputeFeeMinor: column.big(row, 'dispute_fee'),
    rejected: column.integer(row, 'rejected'),
    rejectedFeeMinor: column.big(row, 'rejected_fee'),
  };
}

function decodeHead(row: RawRow): Omit<Invoice, 'lines'> {
  return {
    mid: column.text(row, 'mid'),
    currency: currencyIn(row),
    month: dateOf(row, 'month'),
    year: column.integer(row, 'year'),
    sequence: column.integer(row, 'sequence'),
    issuedAtMs: column.integer(row, 'issued_at_ms'),
    issuedOn: dateOf(row, 'issued_on'),
    issuer: {
      name: column.text(row, 'issuer_name'),
      institution: column.text(row, 'issuer_institution'),
    },
    receiver: {
      holder: column.text(row, 'receiver_holder'),
      name: column.text(row, 'receiver_name'),
      city: column.text(row, 'receiver_city'),
      country: column.text(row, 'receiver_country'),
    },
  };
}

function currencyIn(row: RawRow): Currency {
  return unwrap(currencyOf(column.text(row, 'currency')));
}

function dateOf(row: RawRow, name: string): Month {
  const text = column.text(row, name);
  assert(isPlainDate(text), `${name} is no date: ${text}`);
  return text;
}
