// What the page asks besides the card, read from the posted form: checked field by field, and turned
// into an entry of the order. Pure. What was typed is kept as it was, to be shown again.

import { type Money, parseMajor } from '@kassa/money';
import type { Address, CustomField } from '../session/collected.ts';
import type { CheckoutView, OrderChoices, OrderEntry, OrderLine } from './ports.ts';
import { textOf } from './read-card.ts';

export type OrderErrorCode =
  | 'field_missing'
  | 'choice_missing'
  | 'terms_missing'
  | 'email_wrong'
  | 'phone_wrong'
  | 'digits_only'
  | 'too_short'
  | 'too_long'
  | 'quantity_wrong'
  | 'amount_wrong';

/** By the names of fields. */
export type TypedOrder = Readonly<Record<string, string>>;
export type OrderErrors = Readonly<Record<string, OrderErrorCode>>;

export type ReadOrder = {
  readonly typed: TypedOrder;
  readonly errors: OrderErrors;
  readonly entry: OrderEntry;
};

export const places = ['country', 'line1', 'line2', 'postal', 'city', 'state'] as const;
export const fieldName = ({ key }: CustomField): string => `cf_${key}`;
export const quantityName = ({ id }: Pick<OrderLine, 'id'>): string => `qty_${id}`;
export const amountName = ({ id }: Pick<OrderLine, 'id'>): string => `own_${id}`;

export function readOrder(body: unknown, view: CheckoutView): ReadOrder {
  const { ask } = view;
  const typed = typedOf(body, view);
  const errors: Record<string, OrderErrorCode> = {};
  const text = (name: string) => typed[name] ?? '';
  const check = (name: string, code: OrderErrorCode | undefined) => {
    if (code !== undefined) errors[name] = code;
  };
  if (ask.email) check('email', checkEmail(text('email')));
  if (ask.phone) check('phone', checkPhone(text('phone')));
  for (const name of ['individualName', 'businessName'] as const) {
    if (ask[name] === 'required') check(name, needed(text(name)));
  }
  if (ask.shippingCountries !== null) {
    check('ship_name', needed(text('ship_name')));
    checkPlace('ship', { text, check, countries: ask.shippingCountries });
  }
  if (asksBilling(view, typed)) checkPlace('bill', { text, check, countries: null });
  for (const field of ask.fields)
    check(fieldName(field), checkCustom(field, text(fieldName(field))));
  if (ask.terms && text('terms') === '') check('terms', 'terms_missing');
  const choices = choicesOf(view, typed, check);
  return { typed, errors, entry: entryOf(view, typed, choices) };
}

/** With a shipping address the billing address is the same, unless another one is begun. */
export function asksBilling({ ask }: CheckoutView, typed: TypedOrder): boolean {
  if (ask.shippingCountries === null) return ask.billing === 'required';
  return ['line1', 'postal', 'city'].some((place) => (typed[`bill_${place}`] ?? '') !== '');
}

/** Only fields that this page has; of each, one line of text. */
function typedOf(body: unknown, view: CheckoutView): TypedOrder {
  const names = [
    ...['email', 'phone', 'individualName', 'businessName', 'ship_name', 'shipping'],
    ...['terms', 'promotions'],
    ...places.flatMap((place) => [`ship_${place}`, `bill_${place}`]),
    ...view.ask.fields.map(fieldName),
    ...view.lines.flatMap((line) => [quantityName(line), amountName(line)]),
  ];
  return Object.fromEntries(
    names.map((name) => [
      name,
      textOf(body, name, 500)
        .trim()
        .replaceAll(/[\s\p{Cc}]+/gu, ' '),
    ]),
  );
}

const needed = (text: string): OrderErrorCode | undefined =>
  text === '' ? 'field_missing' : text.length > 200 ? 'too_long' : undefined;

function checkEmail(text: string): OrderErrorCode | undefined {
  if (text === '') return 'field_missing';
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text) && text.length <= 200
    ? undefined
    : 'email_wrong';
}

function checkPhone(text: string): OrderErrorCode | undefined {
  if (text === '') return 'field_missing';
  return /^\+?[\d\s()/.-]{6,30}$/.test(text) ? undefined : 'phone_wrong';
}

type Checking = {
  readonly text: (name: string) => string;
  readonly check: (name: string, code: OrderErrorCode | undefined) => void;
  readonly countries: readonly string[] | null;
};

/** Of these no letter needs one. */
const withoutPostalCode = new Set([
  'AE',
  'AG',
  'BO',
  'BS',
  'HK',
  'IE',
  'JM',
  'PA',
  'QA',
  'SC',
  'UG',
]);

function checkPlace(kind: 'ship' | 'bill', { text, check, countries }: Checking): void {
  const country = text(`${kind}_country`);
  const isKnown = countries === null ? /^[A-Z]{2}$/.test(country) : countries.includes(country);
  check(`${kind}_country`, isKnown ? undefined : 'choice_missing');
  check(`${kind}_line1`, needed(text(`${kind}_line1`)));
  check(`${kind}_city`, needed(text(`${kind}_city`)));
  if (!withoutPostalCode.has(country)) check(`${kind}_postal`, needed(text(`${kind}_postal`)));
}

function checkCustom(field: CustomField, text: string): OrderErrorCode | undefined {
  if (text === '') {
    if (field.isOptional) return undefined;
    return field.type === 'dropdown' ? 'choice_missing' : 'field_missing';
  }
  if (field.type === 'dropdown') {
    return field.options.some(({ value }) => value === text) ? undefined : 'choice_missing';
  }
  if (field.type === 'numeric' && !/^\d+$/.test(text)) return 'digits_only';
  if (text.length < (field.minimumLength ?? 0)) return 'too_short';
  return text.length > (field.maximumLength ?? 255) ? 'too_long' : undefined;
}

function choicesOf(view: CheckoutView, typed: TypedOrder, check: Checking['check']): OrderChoices {
  const quantities: Record<string, number> = {};
  const amounts: Record<string, bigint> = {};
  for (const line of view.lines) {
    const quantity = typed[quantityName(line)] ?? '';
    if (line.adjustable !== null && quantity !== '') {
      const { minimum, maximum } = line.adjustable;
      const isRight = /^\d{1,6}$/.test(quantity) && Number(quantity) >= minimum;
      if (isRight && Number(quantity) <= maximum) quantities[line.id] = Number(quantity);
      else check(quantityName(line), 'quantity_wrong');
    }
    const own = typed[amountName(line)] ?? '';
    if (line.own !== null && own !== '') {
      const amount = ownAmount(line, own);
      if (amount === undefined) check(amountName(line), 'amount_wrong');
      else amounts[line.id] = amount.minor;
    }
  }
  const rate = typed['shipping'] ?? '';
  const isOffered = view.shippingOptions.some(({ id }) => id === rate);
  return {
    shippingRate: isOffered ? rate : null,
    quantities,
    amounts,
    country: countryOf(view, typed),
  };
}

/** For the VAT: where it goes, or else where the bill goes. */
function countryOf({ ask }: CheckoutView, typed: TypedOrder): string | null {
  if (ask.shippingCountries !== null) {
    const country = typed['ship_country'] ?? '';
    return ask.shippingCountries.includes(country) ? country : null;
  }
  const country = typed['bill_country'] ?? '';
  return ask.billing === 'required' && /^[A-Z]{2}$/.test(country) ? country : null;
}

function ownAmount({ own, amount }: OrderLine, text: string): Money | undefined {
  const parsed = parseMajor(text.replaceAll(/\s/g, '').replace(',', '.'), amount.currency);
  if (!parsed.ok || own === null) return undefined;
  const { minor } = parsed.value;
  const isWithin = minor >= own.minimum && (own.maximum === null || minor <= own.maximum);
  return isWithin ? parsed.value : undefined;
}

function entryOf(view: CheckoutView, typed: TypedOrder, choices: OrderChoices): OrderEntry {
  const { ask } = view;
  const orNull = (name: string) => typed[name] || null;
  const shipping =
    ask.shippingCountries === null
      ? null
      : { name: typed['ship_name'] ?? '', address: placeOf('ship', typed) };
  const hasOwnBilling = asksBilling(view, typed);
  return {
    choices,
    email: ask.email ? orNull('email') : null,
    phone: ask.phone ? orNull('phone') : null,
    individualName: ask.individualName === null ? null : orNull('individualName'),
    businessName: ask.businessName === null ? null : orNull('businessName'),
    shipping,
    billing: hasOwnBilling ? placeOf('bill', typed) : (shipping?.address ?? null),
    fields: Object.fromEntries(
      ask.fields.flatMap((field) => {
        const answer = typed[fieldName(field)] ?? '';
        return answer === '' ? [] : [[field.key, answer]];
      }),
    ),
    terms: ask.terms && typed['terms'] !== '',
    promotions: ask.promotions && typed['promotions'] !== '',
  };
}

function placeOf(kind: 'ship' | 'bill', typed: TypedOrder): Address {
  const part = (place: string) => typed[`${kind}_${place}`] || null;
  return {
    country: part('country'),
    line1: part('line1'),
    line2: part('line2'),
    postalCode: part('postal'),
    city: part('city'),
    state: part('state'),
  };
}

/** What stands in the fields before anybody has typed: what is known already, and the defaults. */
export function typedFrom({ ask, entered, lines, shippingRate }: CheckoutView): TypedOrder {
  const { shipping, billing } = entered;
  const isSame = JSON.stringify(billing) === JSON.stringify(shipping?.address ?? null);
  const place = (kind: string, address: Address | null) => ({
    [`${kind}_country`]: address?.country ?? '',
    [`${kind}_line1`]: address?.line1 ?? '',
    [`${kind}_line2`]: address?.line2 ?? '',
    [`${kind}_postal`]: address?.postalCode ?? '',
    [`${kind}_city`]: address?.city ?? '',
    [`${kind}_state`]: address?.state ?? '',
  });
  const [only, ...others] = ask.shippingCountries ?? [];
  const ship = place('ship', shipping?.address ?? null);
  return {
    email: entered.email ?? '',
    phone: entered.phone ?? '',
    individualName: entered.individualName ?? '',
    businessName: entered.businessName ?? '',
    ship_name: shipping?.name ?? '',
    ...ship,
    ship_country: ship['ship_country'] || (others.length === 0 ? (only ?? '') : ''),
    ...place('bill', isSame ? null : billing),
    shipping: shippingRate ?? '',
    terms: entered.terms ? 'yes' : '',
    promotions: entered.promotions === 'opt_in' ? 'yes' : '',
    ...Object.fromEntries(
      ask.fields.map((field) => [
        fieldName(field),
        entered.fields[field.key] ?? field.defaultValue ?? '',
      ]),
    ),
    ...Object.fromEntries(lines.map((line) => [quantityName(line), String(line.quantity)])),
  };
}
