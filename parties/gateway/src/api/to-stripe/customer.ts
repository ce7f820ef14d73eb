// Customers, and what belongs to them.

import type { BalanceChange } from '../../customers/balance-change.ts';
import type { Customer } from '../../customers/customer.ts';
import type { TaxId } from '../../customers/tax-id.ts';
import { emptyAddress, type Resource, seconds } from './shape.ts';

type Shown = Resource & { readonly id: string };

export function customerToStripe({ id, data, createdAtMs }: Customer): Shown {
  const { shipping, invoice } = data;
  return {
    id,
    object: 'customer',
    address: data.address === null ? null : { ...emptyAddress, ...data.address },
    balance: data.balanceMinor,
    ...(data.businessName === null ? {} : { business_name: data.businessName }),
    created: seconds(createdAtMs),
    currency: data.currency,
    customer_account: null,
    default_source: data.defaultSource,
    delinquent: false,
    description: data.description,
    discount: null,
    email: data.email,
    ...(data.individualName === null ? {} : { individual_name: data.individualName }),
    invoice_prefix: invoice.prefix,
    invoice_settings: {
      custom_fields: invoice.customFields,
      default_payment_method: invoice.defaultPaymentMethod,
      footer: invoice.footer,
      rendering_options:
        invoice.renderingOptions === null
          ? null
          : {
              amount_tax_display: invoice.renderingOptions.amountTaxDisplay,
              template: invoice.renderingOptions.template,
            },
    },
    livemode: false,
    metadata: data.metadata,
    name: data.name,
    next_invoice_sequence: invoice.nextSequence,
    phone: data.phone,
    preferred_locales: data.locales,
    shipping:
      shipping === null
        ? null
        : {
            address: { ...emptyAddress, ...shipping.address },
            name: shipping.name,
            phone: shipping.phone,
          },
    tax_exempt: data.taxExempt,
    test_clock: null,
  };
}

export function taxIdToStripe({ id, parent, data, createdAtMs }: TaxId): Shown {
  return {
    id,
    object: 'tax_id',
    country: data.country,
    created: seconds(createdAtMs),
    customer: parent,
    customer_account: null,
    livemode: false,
    owner:
      parent === null
        ? { customer: null, customer_account: null, type: 'self' }
        : { customer: parent, customer_account: null, type: 'customer' },
    type: data.type,
    value: data.value,
    // No register is asked, so nothing is verified, and nothing is said to be.
    verification: { status: 'unavailable', verified_address: null, verified_name: null },
  };
}

export function balanceChangeToStripe({ id, parent, data, createdAtMs }: BalanceChange): Shown {
  return {
    id,
    object: 'customer_balance_transaction',
    amount: data.minor,
    checkout_session: null,
    created: seconds(createdAtMs),
    credit_note: null,
    currency: data.currency,
    customer: parent,
    customer_account: null,
    description: data.description,
    ending_balance: data.endingMinor,
    invoice: null,
    livemode: false,
    metadata: data.metadata,
    type: 'adjustment',
  };
}

/** No bank transfer can be received yet, so there is no cash, and that is what it says. */
export function cashBalanceToStripe({ id, data }: Customer): Resource {
  return {
    object: 'cash_balance',
    available: null,
    customer: id,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: data.cashReconciliation, using_merchant_default: false },
  };
}
