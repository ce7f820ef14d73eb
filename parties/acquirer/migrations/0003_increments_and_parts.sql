-- An authorization may grow before its capture: the increment is a request with an RRN of its own.
-- And it may be captured in several parts, each an item of its own, until the last is told.
alter table card_authorization
  add column increment_of text,
  add column is_capture_final boolean not null default false,
  add constraint card_authorization_increment_fk
    foreign key (mid, increment_of) references card_authorization (mid, rrn);

update card_authorization set is_capture_final = true where captured > 0;

create index card_authorization_increments on card_authorization (increment_of)
  where increment_of is not null;

alter table item
  add column part integer not null default 1,
  -- How many in all, known with the last; null while more may follow.
  add column parts integer,
  add constraint item_part check (part > 0 and (parts is null or parts >= part));

update item set parts = 1;

drop index item_one_capture;
create unique index item_one_capture on item (mid, rrn, part) where kind = 'capture';
