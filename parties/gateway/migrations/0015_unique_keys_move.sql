-- A lookup key may pass from one price to another in one commit: uniqueness is then checked when the
-- statement has ended, and not at each of its rows.
drop index record_unique_key;

alter table record
  add constraint record_unique_key
  exclude using btree (account_id with =, kind with =, unique_key with =)
  where (unique_key is not null and deleted_at is null)
  deferrable initially immediate;
