-- Connected accounts: merchants that a platform makes at run time and that sell under its contract
-- with the acquirer. What the platform has said of them is a record of the platform's.
alter table merchant
  add column platform_id text,
  add column closed_at bigint,
  add constraint merchant_platform_is_another check (platform_id <> account_id),
  add constraint merchant_closed_is_connected check (closed_at is null or platform_id is not null);

create index merchant_by_platform on merchant (platform_id, account_id)
  where platform_id is not null;
