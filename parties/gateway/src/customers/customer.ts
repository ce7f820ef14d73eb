// A customer: whom a merchant sells to, with what they like to be reminded of. A record; the cards of
// a customer are payment methods of the vault, which name their customer.

import { z } from 'zod';
import type { RecordKind, RecordOf } from '../records/record.ts';
import { indexRecord } from '../search/index-record.ts';

const nullable = z.string().nullable();
const address = z.record(z.string(), nullable).nullable();

const customerSchema = z.object({
  email: nullable,
  name: nullable,
  phone: nullable,
  description: nullable,
  businessName: nullable,
  individualName: nullable,
  address,
  shipping: z.object({ address, name: nullable, phone: nullable }).nullable(),
  metadata: z.record(z.string(), z.string()),
  /** What the customer owes (positive) or is owed (negative), towards future invoices. */
  balanceMinor: z.number().int(),
  /** Of that balance; null until there is one. */
  currency: nullable,
  defaultSource: nullable,
  invoice: z.object({
    customFields: z.array(z.object({ name: z.string(), value: z.string() })).nullable(),
    defaultPaymentMethod: nullable,
    footer: nullable,
    renderingOptions: z.object({ amountTaxDisplay: nullable, template: nullable }).nullable(),
    prefix: z.string(),
    nextSequence: z.number(),
  }),
  locales: z.array(z.string()),
  taxExempt: z.enum(['none', 'exempt', 'reverse']),
  taxIpAddress: nullable,
  cashReconciliation: z.enum(['automatic', 'manual']),
});

export type CustomerData = Readonly<z.output<typeof customerSchema>>;
export type Customer = RecordOf<CustomerData>;

export const customers: RecordKind<CustomerData> = {
  kind: 'customer',
  prefix: 'cus',
  read: (json) => customerSchema.parse(json),
  lookup: ({ email }) => email,
  index: indexRecord('customer', ({ email, name, phone, metadata }) => {
    return { email, name, phone, metadata };
  }),
};

export const newCustomer = (invoicePrefix: string): CustomerData => ({
  email: null,
  name: null,
  phone: null,
  description: null,
  businessName: null,
  individualName: null,
  address: null,
  shipping: null,
  metadata: {},
  balanceMinor: 0,
  currency: null,
  defaultSource: null,
  invoice: {
    customFields: null,
    defaultPaymentMethod: null,
    footer: null,
    renderingOptions: null,
    prefix: invoicePrefix,
    nextSequence: 1,
  },
  locales: [],
  taxExempt: 'none',
  taxIpAddress: null,
  cashReconciliation: 'automatic',
});
