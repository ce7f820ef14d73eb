-- What the directory server must remember of an authentication: where its result is to be sent.

create table directory_transaction (
  ds_trans_id text not null,
  three_ds_server_trans_id text not null,
  three_ds_server_url text not null,
  issuer_id text,
  acs_trans_id text,
  card_masked text not null,
  -- Of the ARes, or the error code of an Erro.
  outcome text,
  created_at_ms bigint not null,
  -- Of the RReq, once the 3DS Server has taken it.
  results_outcome text,
  results_at_ms bigint,
  constraint directory_transaction_pk primary key (ds_trans_id),
  constraint directory_transaction_card_masked check (card_masked ~ '\*')
);

create index directory_transaction_by_time on directory_transaction (created_at_ms);
