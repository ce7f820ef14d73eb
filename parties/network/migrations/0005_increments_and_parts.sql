-- An authorization may grow: the increment passes under a name of its own, and what it adds may be
-- presented under the name of what it grew. And one authorization may be presented in several parts,
-- each numbered; with the last, nothing more may come.
alter table switch_authorization
  add column increment_of text collate "C",
  add constraint switch_authorization_increment_fk
    foreign key (increment_of) references switch_authorization;

create index switch_authorization_increments on switch_authorization (increment_of)
  where increment_of is not null;

alter table presentment
  -- Which of several presentments of its authorization.
  add column part integer not null default 1,
  drop constraint presentment_once,
  add constraint presentment_once unique (acquirer_id, rrn, is_credit, part),
  add constraint presentment_part check (part > 0);

alter type clearing_total add attribute is_last boolean;

create or replace function clearing_present(totals jsonb) returns integer
language sql as $$
  with raised as (
    update switch_authorization a
    set
      presented_minor = a.presented_minor + t.presented_minor,
      refunded_minor = a.refunded_minor + t.refunded_minor,
      -- After the last part, what was not presented may not be any more.
      remaining_minor = case
        when t.is_last then a.presented_minor + t.presented_minor
        else a.remaining_minor
      end
    from (
      select id, sum(presented_minor) as presented_minor, sum(refunded_minor) as refunded_minor,
        bool_or(is_last) as is_last
      from jsonb_populate_recordset(null::clearing_total, totals)
      group by id
    ) t
    where a.id = t.id
    returning 1
  )
  select count(*)::integer from raised
$$;
