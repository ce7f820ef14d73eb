-- What every gateway process keeps in memory of merchants and keys is told to all when it changes, so
-- that none goes on with what is no more. And one key is now looked up, where all were read.
create index merchant_key_by_hash on merchant_key (key_hash);

create function tell_merchant_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('kassa_' || tg_table_schema, 'merchant ' || coalesce(new.account_id, old.account_id));
  return null;
end $$;

create function tell_key_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('kassa_' || tg_table_schema, 'key ' || coalesce(new.key_hash, old.key_hash));
  return null;
end $$;

-- Each start seeds the same again: only what differs is news.
create trigger merchant_changed after update on merchant for each row
  when (old.profile is distinct from new.profile
    or old.platform_id is distinct from new.platform_id
    or old.closed_at is distinct from new.closed_at)
  execute function tell_merchant_changed();
create trigger merchant_came_or_went after insert or delete on merchant for each row
  execute function tell_merchant_changed();

create trigger key_changed after update on merchant_key for each row
  when (old.kind is distinct from new.kind
    or old.rights is distinct from new.rights
    or old.account_id is distinct from new.account_id)
  execute function tell_key_changed();
create trigger key_came_or_went after insert or delete on merchant_key for each row
  execute function tell_key_changed();
