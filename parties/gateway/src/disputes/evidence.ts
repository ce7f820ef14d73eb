// What a merchant may show: texts and files by the names of the original, what of it is known from the
// start, and which documents that makes for the bank.

import type { FoundCharge } from '../payments/list-charges.ts';

export const fileFields = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
] as const;

/** With the most characters that each may have. */
export const textFields = {
  access_activity_log: 20_000,
  billing_address: 5_000,
  cancellation_policy_disclosure: 20_000,
  cancellation_rebuttal: 20_000,
  customer_email_address: 5_000,
  customer_name: 5_000,
  customer_purchase_ip: 5_000,
  duplicate_charge_explanation: 20_000,
  duplicate_charge_id: 5_000,
  product_description: 20_000,
  refund_policy_disclosure: 20_000,
  refund_refusal_explanation: 20_000,
  service_date: 5_000,
  shipping_address: 5_000,
  shipping_carrier: 5_000,
  shipping_date: 5_000,
  shipping_tracking_number: 5_000,
  uncategorized_text: 150_000,
} as const;

export type EvidenceField = keyof typeof textFields | (typeof fileFields)[number];

/** What is not there is not given. */
export type Evidence = Partial<Readonly<Record<EvidenceField, string>>>;

export const evidenceFields: readonly EvidenceField[] = [
  ...Object.keys(textFields).filter(isTextField),
  ...fileFields,
];

function isTextField(name: string): name is keyof typeof textFields {
  return Object.hasOwn(textFields, name);
}

/** Changes of some fields; an empty text takes one away. */
export function mergeEvidence(before: Evidence, change: Evidence): Evidence {
  const merged = { ...before, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

/** What Kassa knows of the sale itself, so that nobody has to look it up. */
export function knownEvidence({ intent, method }: FoundCharge, authentication?: string): Evidence {
  const { wishes } = intent;
  const billing = method?.billing;
  const { shipping } = wishes;
  const all: Record<string, string | null | undefined> = {
    access_activity_log: authentication,
    billing_address: addressOf(billing?.address),
    customer_email_address: billing?.email ?? wishes.receiptEmail,
    customer_name: billing?.name ?? method?.face.holder,
    product_description: wishes.description,
    shipping_address: addressOf(shipping?.address),
    shipping_carrier: shipping?.carrier,
    shipping_tracking_number: shipping?.trackingNumber,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

function addressOf(address: Readonly<Record<string, string | null>> | null | undefined) {
  if (!address) return undefined;
  const order = ['line1', 'line2', 'postal_code', 'city', 'state', 'country'];
  return order.flatMap((name) => address[name] || []).join(', ');
}

const documentsBy: readonly (readonly [string, readonly EvidenceField[]])[] = [
  ['delivery', ['shipping_documentation', 'shipping_tracking_number', 'customer_signature']],
  ['receipt', ['receipt']],
  ['customer_communication', ['customer_communication']],
  ['duplicate', ['duplicate_charge_documentation']],
  ['service', ['service_documentation']],
  ['policy', ['refund_policy', 'cancellation_policy']],
  ['other', ['uncategorized_file']],
];

/** As the acquirer names them. */
export function documentsIn(evidence: Evidence): string[] {
  return documentsBy.flatMap(([name, fields]) =>
    fields.some((field) => evidence[field] !== undefined) ? [name] : [],
  );
}
