-- Who sent a settlement is told what became of it, whether or not its own account moved.
alter table delivery drop constraint delivery_kind;
alter table delivery add constraint delivery_kind
  check (kind in ('notification', 'credit_transfer', 'status_report'));
