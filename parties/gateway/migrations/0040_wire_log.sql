-- Every message to and from acquirers and the directory server, masked before it comes here: so that
-- an operator can see what was said about a payment, and when. Written in batches, beside the commits
-- of payments; a gap is possible and is said in the log.
create table wire_message (
  -- Found by its RRN; empty for a message that belongs to no merchant's payment.
  account_id text not null,
  id text collate "C" not null,
  at bigint not null,
  -- `none` is what did not happen: a message that did not leave, an answer that did not come.
  direction text not null,
  protocol text not null,
  -- The acquirer's name in the configuration, or who else it was.
  peer text not null,
  -- 0100, 0110 …, or AReq, ARes …
  type text not null,
  stan text,
  rrn text,
  -- A PaymentIntent or a SetupIntent.
  intent_id text,
  attempt_id text,
  response_code text,
  -- Of what answers, or of what was waited for in vain.
  latency_ms integer,
  -- An answer that came when nobody waited for it any more.
  is_late boolean not null,
  failure text,
  fields jsonb not null,
  constraint wire_message_pk primary key (account_id, id),
  constraint wire_message_direction check (direction in ('out', 'in', 'none')),
  constraint wire_message_protocol check (protocol in ('iso8583', '3ds')),
  constraint wire_message_failure check ((direction = 'none') = (failure is not null))
);

create index wire_message_by_intent on wire_message (account_id, intent_id, id);
create index wire_message_by_rrn on wire_message (rrn) where rrn is not null;
-- By which a message finds the card's verification it belongs to.
create index setup_attempt_by_rrn on setup_attempt ((wire ->> 'rrn'));
create index wire_message_by_age on wire_message (at);
