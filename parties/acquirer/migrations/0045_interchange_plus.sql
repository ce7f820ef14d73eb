-- Interchange-plus: what a sale costs its merchant is known only when the network has said what it costs
-- us. Until then the fee is nothing, and after it exactly what was agreed on top of the cost.
alter table item
  -- Ours on top of interchange and scheme fee, as the contract was at the time of the sale; null where
  -- one fee covers all.
  add column margin bigint,
  -- When it is expected on the merchant's account, until the network's answer fixes the day.
  add column expected_on date,
  add constraint item_margin check (
    margin is null or (margin >= 0 and kind in ('capture', 'refund'))
  ),
  drop constraint item_fee,
  add constraint item_fee check (
    case
      when margin is null then fee >= 0 and (fee <= amount or kind = 'chargeback')
      when interchange is null then fee = 0
      else fee = margin + interchange + scheme_fee
    end
  );

alter type item_answer add attribute fee bigint;
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
    fee = coalesce(a.fee, i.fee),
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
