-- Invoices of fees: one for each merchant, month and currency, under a number without gaps. When the
-- network would not have an item, its fee was given back: the month of that is kept from now on.

alter table item add column rejected_at_ms bigint;
update item i
set rejected_at_ms = coalesce(b.answered_at_ms, b.closed_at_ms)
from batch b
where b.id = i.batch_id and i.state = 'rejected';
alter table item add constraint item_rejected_when check (
  (state = 'rejected') = (rejected_at_ms is not null)
);

-- The fees of a month, and whether there are any.
create index item_by_month on item (mid, currency, captured_at_ms);
create index item_rejected_by_month on item (mid, currency, rejected_at_ms)
  where state = 'rejected';

alter type item_answer add attribute rejected_at_ms bigint;
create or replace function item_answered(answers jsonb) returns integer
language plpgsql as $$
declare
  touched integer;
begin
  update item i
  set
    state = a.outcome,
    arn = a.arn,
    value_on = a.value_on,
    interchange = a.interchange,
    scheme_fee = a.scheme_fee,
    reject_reason = a.reject_reason,
    rejected_at_ms = a.rejected_at_ms,
    sealed_card = null
  from jsonb_populate_recordset(null::item_answer, answers) a
  where i.id = a.id and i.state = 'batched';
  get diagnostics touched = row_count;
  if touched <> jsonb_array_length(answers) then
    perform kassa_refuse('answered_before', touched || ' of ' || jsonb_array_length(answers));
  end if;
  -- A rejected refund leaves the capture to be refunded after all.
  update card_authorization c
  set refunded = c.refunded - r.refunded
  from (
    select i.mid, i.original_rrn, sum(i.amount) as refunded
    from jsonb_populate_recordset(null::item_answer, answers) a
    join item i on i.id = a.id
    where i.state = 'rejected' and i.kind = 'refund'
    group by i.mid, i.original_rrn
  ) r
  where c.mid = r.mid and c.rrn = r.original_rrn;
  return touched;
end $$;

-- The last number given in a year. A sequence would leave gaps.
create table fee_invoice_year (
  year integer not null,
  last integer not null,
  constraint fee_invoice_year_pk primary key (year),
  constraint fee_invoice_year_last check (last > 0)
);

create table fee_invoice (
  mid text not null,
  currency text not null,
  -- The first day of the month that it is about.
  month date not null,
  -- Numbered by the year in which it was made.
  year integer not null,
  sequence integer not null,
  issued_at_ms bigint not null,
  issued_on date not null,
  -- As both were when it was made: a later contract changes no invoice.
  issuer_name text not null,
  issuer_institution text not null,
  receiver_holder text not null,
  receiver_name text not null,
  receiver_city text not null,
  receiver_country text not null,
  constraint fee_invoice_pk primary key (mid, currency, month),
  constraint fee_invoice_number_once unique (year, sequence),
  constraint fee_invoice_month check (month = date_trunc('month', month)),
  constraint fee_invoice_after_month check (issued_on >= month + interval '1 month'),
  constraint fee_invoice_year_of_issue check (year = extract(year from issued_on))
);

create table fee_invoice_line (
  mid text not null,
  currency text not null,
  month date not null,
  kind text not null,
  items integer not null,
  amount bigint not null,
  constraint fee_invoice_line_pk primary key (mid, currency, month, kind),
  constraint fee_invoice_line_of foreign key (mid, currency, month) references fee_invoice,
  constraint fee_invoice_line_kind check (
    kind in ('interchange', 'scheme_fee', 'margin', 'dispute_fee', 'rejected')
  ),
  constraint fee_invoice_line_items check (items > 0)
);

create function fee_invoice_refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: an invoice that was given stays', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger fee_invoice_append_only
  before update or delete or truncate on fee_invoice
  for each statement execute function fee_invoice_refuse_change();
create trigger fee_invoice_line_append_only
  before update or delete or truncate on fee_invoice_line
  for each statement execute function fee_invoice_refuse_change();

-- Gives each its number. The year's row is locked first, so numbers are given one after the other;
-- whatever fails takes its number back with it.
create function give_fee_invoice(invoices jsonb) returns integer
language plpgsql as $$
declare
  wanted jsonb;
  of fee_invoice;
  given integer := 0;
begin
  for wanted in select value from jsonb_array_elements(invoices) loop
    of := jsonb_populate_record(null::fee_invoice, wanted);
    insert into fee_invoice_year as y (year, last)
    values (of.year, 1)
    on conflict (year) do update set last = y.last + 1
    returning last into of.sequence;
    insert into fee_invoice select (of).*;
    insert into fee_invoice_line (mid, currency, month, kind, items, amount)
    select of.mid, of.currency, of.month, l.kind, l.items, l.amount
    from jsonb_to_recordset(wanted -> 'lines') l (kind text, items integer, amount bigint);
    given := given + 1;
  end loop;
  return given;
end $$;
