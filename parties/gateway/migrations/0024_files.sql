-- Files that merchants hand over: evidence for a dispute, papers of an account, a logo.
create table file (
  account_id text not null,
  id text not null,
  purpose text not null,
  filename text not null,
  content_type text not null,
  size integer not null,
  content bytea not null,
  created_at bigint not null,
  constraint file_pk primary key (account_id, id),
  constraint file_size check (size = octet_length(content))
);

create index file_by_purpose on file (account_id, purpose, id);

-- A link shows a file to whoever has its address; the token is what cannot be guessed.
create table file_link (
  account_id text not null,
  id text not null,
  file_id text not null,
  token text not null,
  metadata jsonb not null,
  expires_at bigint,
  created_at bigint not null,
  constraint file_link_pk primary key (account_id, id),
  constraint file_link_file foreign key (account_id, file_id) references file (account_id, id)
);

create index file_link_by_token on file_link (token);
create index file_link_by_file on file_link (account_id, file_id, id);
