-- What the world itself remembers: how far its clock is ahead, and the letters and short messages
-- that its people received.

create table world_clock (
  is_only boolean not null default true,
  offset_ms bigint not null,
  constraint world_clock_pk primary key (is_only),
  constraint world_clock_one_row check (is_only)
);

create table inbox_message (
  seq bigint generated always as identity,
  message_id text not null,
  kind text not null,
  sender text not null,
  recipient text not null,
  subject text not null,
  body text not null,
  html text,
  at_ms bigint not null,
  constraint inbox_message_pk primary key (seq),
  constraint inbox_message_id_unique unique (message_id),
  constraint inbox_message_kind check (kind in ('email', 'sms'))
);

create index inbox_message_by_recipient on inbox_message (recipient, seq desc);
