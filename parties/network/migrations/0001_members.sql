-- Who the network is and who takes part in it, kept beside the books so that they can be proved and
-- explained while the program is stopped. Keys and addresses are settings and never stored.

create table network (
  only_row boolean not null default true,
  party text not null,
  name text not null,
  institution_id text not null,
  clearing_house_party text not null,
  constraint network_pk primary key (only_row),
  constraint network_only_row check (only_row)
);

create table member (
  member_id text not null,
  party text not null,
  name text not null,
  country text not null,
  clearing_code text not null,
  constraint member_pk primary key (member_id),
  constraint member_id_digits check (member_id ~ '^[0-9]{1,11}$'),
  constraint member_clearing_code_unique unique (clearing_code)
);
