-- Cards that stay: a payment method may become a customer's, leave them again, and then is of no use
-- any more; whether it may be shown again is the customer's wish.
alter table payment_method
  add column detached_at bigint,
  add column allow_redisplay text not null default 'unspecified',
  add constraint payment_method_redisplay
    check (allow_redisplay in ('always', 'limited', 'unspecified')),
  add constraint payment_method_detached check (detached_at is null or customer_id is null);
