-- What merchants search in: one document for each object that can be searched, written in the
-- commit of the object's own change, so that what is found is what is.
create table search_document (
  account_id text not null,
  kind text not null,
  -- In the key, for it never changes: so one tree serves the upsert and the order of pages.
  created_at bigint not null,
  object_id text not null,
  terms bigint[] not null,
  amount bigint,
  texts jsonb,
  constraint search_document_pk primary key (account_id, kind, created_at, object_id),
  constraint search_document_kind
    check (kind in ('charge', 'customer', 'payment_intent', 'price', 'product'))
);

create index search_document_terms on search_document using gin (terms);
create index search_document_amount on search_document (account_id, kind, amount)
  where amount is not null;

-- A term as a number. Account and kind are the seed, so an entry of the index belongs to one
-- merchant and one kind, and what is cut out with it is never another's.
create function search_term(account_id text, kind text, term text) returns bigint
language sql immutable strict parallel safe
return hashtextextended(term, hashtextextended(account_id || ' ' || kind, 0));

-- Called by units of work. Of two documents of one object in one unit the later stands.
create function search_index(documents jsonb) returns integer
language plpgsql as $$
begin
  insert into search_document as d
    (account_id, kind, created_at, object_id, terms, amount, texts)
  select distinct on (n.account_id, n.kind, n.created_at, n.object_id)
    n.account_id, n.kind, n.created_at, n.object_id,
    array(select distinct search_term(n.account_id, n.kind, t.term) from unnest(n.terms) t (term)),
    n.amount, n.texts
  from rows from (jsonb_to_recordset(documents) as (
    account_id text, kind text, created_at bigint, object_id text,
    terms text[], amount bigint, texts jsonb
  )) with ordinality n
    (account_id, kind, created_at, object_id, terms, amount, texts, number)
  order by n.account_id, n.kind, n.created_at, n.object_id, n.number desc
  on conflict on constraint search_document_pk do update
  set terms = excluded.terms, amount = excluded.amount, texts = excluded.texts
  where (d.terms, d.amount, d.texts)
    is distinct from (excluded.terms, excluded.amount, excluded.texts);
  return 1;
end $$;

-- Some terms go, others come; what the caller does not know of stays. One after the other, since a
-- unit may change one document twice.
create function search_change(changes jsonb) returns integer
language plpgsql as $$
declare
  n record;
begin
  for n in
    select *
    from jsonb_to_recordset(changes) as c (
      account_id text, kind text, created_at bigint, object_id text,
      gone text[], come text[], amount bigint
    )
    order by c.account_id, c.kind, c.created_at, c.object_id
  loop
    update search_document d
    set
      terms = array(
        select unnest(d.terms)
        except
        select search_term(n.account_id, n.kind, t.term) from unnest(n.gone) t (term)
        union
        select search_term(n.account_id, n.kind, t.term) from unnest(n.come) t (term)
      ),
      amount = coalesce(n.amount, d.amount)
    where d.account_id = n.account_id
      and d.kind = n.kind
      and d.created_at = n.created_at
      and d.object_id = n.object_id;
  end loop;
  return 1;
end $$;

create function search_forget(documents jsonb) returns integer
language plpgsql as $$
begin
  delete from search_document d
  using jsonb_to_recordset(documents) as n
    (account_id text, kind text, created_at bigint, object_id text)
  where d.account_id = n.account_id
    and d.kind = n.kind
    and d.created_at = n.created_at
    and d.object_id = n.object_id;
  return 1;
end $$;
