-- Carts, and orders that are stored with their lines before anything leaves the shop.

create sequence shop_order_number start 101;

-- The id is the hash of the cookie: who reads the table cannot take over a cart.
create table cart (
  id text not null,
  version integer not null,
  lines jsonb not null,
  touched_at_ms bigint not null,
  constraint cart_pk primary key (id),
  constraint cart_lines_are_list check (jsonb_typeof(lines) = 'array')
);

create table shop_order (
  number text not null,
  access_key text not null,
  cart_id text not null,
  fingerprint text not null,
  lang text not null,
  status text not null,
  version integer not null,
  currency text not null,
  subtotal_minor bigint not null,
  delivery_minor bigint not null,
  total_minor bigint not null,
  vat_minor bigint not null,
  vat_basis_points integer not null,
  email text not null,
  buyer_name text not null,
  phone text,
  street text,
  postal_code text,
  city text,
  delivery_id text,
  delivery_name text,
  placed_at_ms bigint not null,
  paid_at_ms bigint,
  payment_reference text,
  mailed_at_ms bigint,
  constraint shop_order_pk primary key (number),
  constraint shop_order_status_known
    check (status in ('pending', 'paid', 'cancelled', 'expired')),
  constraint shop_order_total_is_sum check (total_minor = subtotal_minor + delivery_minor),
  constraint shop_order_vat_within check (vat_minor between 0 and total_minor),
  constraint shop_order_paid_has_reference
    check ((status = 'paid') = (payment_reference is not null and paid_at_ms is not null)),
  constraint shop_order_goods_have_delivery
    check ((delivery_id is null) = (delivery_name is null)),
  constraint shop_order_reference_once unique (payment_reference)
);

-- One open order per cart: a changed cart replaces it, a second click finds it.
create unique index shop_order_one_pending_per_cart
on shop_order (cart_id)
where status = 'pending';

create index shop_order_by_cart on shop_order (cart_id, placed_at_ms desc);

create index shop_order_pending on shop_order (placed_at_ms) where status = 'pending';

create table order_line (
  order_number text not null,
  position integer not null,
  slug text not null,
  name text not null,
  kind text not null,
  quantity integer not null,
  unit_minor bigint not null,
  total_minor bigint not null,
  constraint order_line_pk primary key (order_number, position),
  constraint order_line_order_fk foreign key (order_number) references shop_order (number),
  constraint order_line_kind_known check (kind in ('physical', 'digital')),
  constraint order_line_quantity_positive check (quantity > 0),
  constraint order_line_total_is_product check (total_minor = unit_minor * quantity)
);

create table order_event (
  order_number text not null,
  seq integer not null,
  at_ms bigint not null,
  kind text not null,
  body jsonb not null,
  constraint order_event_pk primary key (order_number, seq),
  constraint order_event_order_fk foreign key (order_number) references shop_order (number)
);

-- An order is confirmed once, whatever else the program believes.
create unique index order_event_paid_once on order_event (order_number) where kind = 'order_paid';

create table webhook_event (
  id text not null,
  kind text not null,
  received_at_ms bigint not null,
  constraint webhook_event_pk primary key (id)
);

create function order_history_stays() returns trigger
language plpgsql
as $$
begin
  raise exception 'what has happened to an order is never changed';
end
$$;

create trigger order_event_append_only
before update or delete on order_event
for each row execute function order_history_stays();

create trigger order_line_append_only
before update or delete on order_line
for each row execute function order_history_stays();
