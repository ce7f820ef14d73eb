-- Files of the American ACH, netted in the windows of dollars. Prenotifications and notifications of
-- change travel as entries do, and move nothing.

alter table message drop constraint message_kind;
alter table message add constraint message_kind
  check (kind in ('nacha', 'pacs.004', 'pacs.008', 'pacs.009', 'pain.008'));

alter table small_value_batch drop constraint small_value_batch_kind;
alter table small_value_batch add constraint small_value_batch_kind
  check (kind in ('ach', 'credit_transfer', 'collection', 'return'));

alter table small_value_item drop constraint small_value_item_amount;
alter table small_value_item add constraint small_value_item_amount check (amount >= 0);
-- A return names the trace number of what it returns.
create index small_value_item_by_end_to_end_id on small_value_item (end_to_end_id);

alter table delivery drop constraint delivery_kind;
alter table delivery add constraint delivery_kind check (
  kind in (
    'notification', 'credit_transfer', 'status_report', 'transfer_batch', 'collection', 'return',
    'ach_file'
  )
);
