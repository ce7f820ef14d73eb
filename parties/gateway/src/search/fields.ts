// What can be searched: the documented fields of each kind of object, and what each may be asked.
// Source: Stripe's documentation, "Search", "Supported query fields for each resource".

/** `flag` is a token that knows two words only: "true" and "false". */
export type FieldType = 'token' | 'string' | 'numeric' | 'flag';

const fieldTypes = {
  charge: {
    amount: 'numeric',
    'billing_details.address.postal_code': 'token',
    created: 'numeric',
    currency: 'token',
    customer: 'token',
    disputed: 'flag',
    'payment_method_details.card.brand': 'token',
    'payment_method_details.card.exp_month': 'token',
    'payment_method_details.card.exp_year': 'token',
    'payment_method_details.card.fingerprint': 'token',
    'payment_method_details.card.last4': 'token',
    refunded: 'flag',
    status: 'token',
  },
  customer: { created: 'numeric', email: 'string', name: 'string', phone: 'string' },
  payment_intent: {
    amount: 'numeric',
    created: 'numeric',
    currency: 'token',
    customer: 'token',
    status: 'token',
  },
  price: {
    active: 'flag',
    currency: 'token',
    lookup_key: 'string',
    product: 'string',
    type: 'token',
  },
  product: {
    active: 'flag',
    description: 'string',
    name: 'string',
    shippable: 'flag',
    url: 'string',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldType>>>>;

export type SearchKind = keyof typeof fieldTypes;

/** Cards read by a terminal: part of the language, though no such charge is made here. */
const terminalField =
  /^payment_method_details\.(card|interac)_present\.(brand|exp_month|exp_year|fingerprint|last4)$/;

/**
 * What an object says for its index. `created` is not among it, for every document has its instant;
 * `metadata` is, for every kind has it.
 */
export type FieldsOf<Kind extends SearchKind> = {
  readonly [Name in Exclude<keyof (typeof fieldTypes)[Kind], 'created'>]: ValueOf<
    (typeof fieldTypes)[Kind][Name]
  >;
} & { readonly metadata: Readonly<Record<string, string>> };

type ValueOf<Type> = Type extends 'numeric'
  ? bigint | number
  : Type extends 'flag'
    ? boolean | null
    : string | null;

/** Undefined for what cannot be searched. Metadata is not a field but a family of them. */
export function fieldType(kind: SearchKind, name: string): FieldType | undefined {
  if (kind === 'charge' && terminalField.test(name)) return 'token';
  const types: Readonly<Record<string, FieldType>> = fieldTypes[kind];
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** True for fields that most objects lack: of these only the presence is indexed. */
export function isSparse(field: string): boolean {
  return field.startsWith('metadata[') || terminalField.test(field);
}

export function fieldNames(kind: SearchKind): readonly string[] {
  return [...Object.keys(fieldTypes[kind]), 'metadata["key"]'].toSorted();
}

/** One name for each key of metadata: quoted, so that no key can pass for another field. */
export const metadataField = (key: string): string => `metadata[${quoted(key)}]`;

/** As the query language writes a text. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
