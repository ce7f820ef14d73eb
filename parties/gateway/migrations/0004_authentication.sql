-- 3-D Secure: one row for each AReq. What the merchant believes is the RReq; the CAVV is sealed.
create table authentication (
  account_id text not null,
  id text not null,
  intent_id text not null,
  attempt_id text not null,
  state text not null,
  version text not null,
  server_trans_id text not null,
  ds_trans_id text,
  acs_trans_id text,
  acs_url text,
  trans_status text,
  trans_status_reason text,
  eci text,
  proof_sealed text,
  created_at bigint not null,
  result_at bigint,
  constraint authentication_pk primary key (account_id, id),
  constraint authentication_state check (state in ('challenged', 'ended'))
);

create unique index authentication_by_server_trans_id
  on authentication (account_id, server_trans_id);
create index authentication_of_rreq on authentication (server_trans_id);
create index authentication_by_id on authentication (id);
create index authentication_by_intent on authentication (account_id, intent_id, id);
