-- Keys that developers make, replace and take back by themselves. A key that was taken back stays here: else
-- the configuration would bring it back at the next start. Its name and hint are what people know it by.
alter table merchant_key
  add column id text not null default 'mk_' || replace(gen_random_uuid()::text, '-', ''),
  add column name text not null default '',
  add column hint text not null default '',
  add column is_configured boolean not null default true,
  add column expires_at bigint,
  add column revoked_at bigint,
  add constraint merchant_key_id_once unique (account_id, id),
  add constraint merchant_key_name check (char_length(name) <= 60);

drop trigger key_changed on merchant_key;
create trigger key_changed after update on merchant_key for each row
  when (old.kind is distinct from new.kind
    or old.rights is distinct from new.rights
    or old.account_id is distinct from new.account_id
    or old.expires_at is distinct from new.expires_at
    or old.revoked_at is distinct from new.revoked_at)
  execute function tell_key_changed();
