-- Sessions become whole: VAT, choices of the buyer, what the page has asked them, links that open
-- sessions. What older sessions lack is filled in here, so that the code knows one shape only.
alter table checkout_session
  add column version integer not null default 1,
  add column mode text not null default 'payment',
  add column setup_id text,
  -- All VAT, and the part of it that comes on top of the prices.
  add column amount_tax bigint not null default 0,
  add column amount_tax_added bigint not null default 0,
  add column collected jsonb not null default '{}',
  add column customer_id text,
  add column email text,
  add column payment_link_id text,
  alter column intent_id drop not null,
  drop constraint checkout_session_sum,
  add constraint checkout_session_sum
    check (amount_total = amount_subtotal + amount_shipping + amount_tax_added),
  add constraint checkout_session_tax check (amount_tax >= amount_tax_added and amount_tax_added >= 0),
  add constraint checkout_session_mode check (
    (mode = 'payment' and intent_id is not null and setup_id is null)
    or (mode = 'setup' and intent_id is null and setup_id is not null)
  );

update checkout_session set
  customer_id = details ->> 'customer',
  email = details ->> 'customerEmail',
  collected = '{"email":null,"name":null,"phone":null,"businessName":null,"individualName":null,"billing":null,"shipping":null,"fields":{},"terms":false,"promotions":null}',
  lines = coalesce((
    select jsonb_agg(line || jsonb_build_object(
      'price', null, 'product', null, 'customMinor', null, 'adjustable', null,
      'metadata', '{}'::jsonb, 'taxMinor', 0,
      'subtotalMinor', (line ->> 'unitMinor')::bigint * (line ->> 'quantity')::bigint,
      'pricing', jsonb_build_object(
        'tiersMode', null, 'transformQuantity', null,
        'option', jsonb_build_object(
          'unitDecimal', line ->> 'unitMinor', 'taxBehavior', 'unspecified',
          'custom', null, 'tiers', null))))
    from jsonb_array_elements(lines) line), '[]'),
  details = details || jsonb_build_object(
    'ask', '{"email":false,"phone":false,"billing":"auto","shippingCountries":null,"businessName":null,"individualName":null,"fields":[],"terms":false,"promotions":false}'::jsonb,
    'texts', '{"submit":null,"shippingAddress":null,"terms":null,"afterSubmit":null}'::jsonb,
    'submitType', null,
    'shippingOptions', case when details ->> 'shippingName' is null then '[]'::jsonb
      else jsonb_build_array(jsonb_build_object(
        'rate', 'shr_none', 'name', details ->> 'shippingName', 'minor', amount_shipping,
        'taxBehavior', 'unspecified', 'estimate', null)) end,
    'shippingRate', case when details ->> 'shippingName' is null then null else 'shr_none' end,
    'shippingTaxMinor', 0,
    'tax', null,
    'customerCreation', 'if_required',
    'newCustomer', null,
    'recovery', false,
    'recoveredFrom', null,
    'link', null,
    'said', '{}'::jsonb);

create index checkout_session_by_customer on checkout_session (account_id, customer_id, id)
  where customer_id is not null;
create index checkout_session_by_email on checkout_session (account_id, email, id)
  where email is not null;
create index checkout_session_by_link on checkout_session (account_id, payment_link_id, id)
  where payment_link_id is not null;

-- A link's address holds its token and not its merchant.
create index record_payment_link on record (unique_key)
  where kind = 'payment_link' and unique_key is not null;
