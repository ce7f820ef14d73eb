// The list of payments: one field to find one, filters to narrow, newest first.

import { Amount, Button, Empty, Field, Form, Notice, Select, Table, When } from '@kassa/pages';
import { operatorPage, Pager, type Paging } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import type { ListedPayment } from './list.ts';
import { PaymentState } from './state-words.tsx';

export type PaymentsShown = {
  readonly payments: readonly ListedPayment[];
  readonly filter: {
    readonly state: string;
    readonly provider: string;
    readonly merchant: string;
    readonly age: string;
  };
  readonly providers: readonly string[];
  readonly merchants: readonly { readonly accountId: string; readonly name: string }[];
  /** Undefined: nothing was searched for. */
  readonly search?: { readonly text: string; readonly isReadable: boolean };
  readonly paging: Paging;
};

export const stateNames = [
  'unknown',
  'processing',
  'requires_action',
  'requires_payment_method',
  'requires_confirmation',
  'requires_capture',
  'succeeded',
  'canceled',
] as const;

export const ages = { '1h': 'last hour', '24h': 'last day', '7d': 'last week' } as const;

export function paymentsPage(who: Operator, shown: PaymentsShown): string {
  const { payments, search, paging } = shown;
  return operatorPage(who, {
    title: 'Payments',
    lead: 'Every merchant’s, newest first. Open one to see its whole story.',
    section: 'payments',
    body: (
      <>
        <SearchForm text={search?.text ?? ''} />
        {search === undefined && <Filters {...shown} />}
        {search?.isReadable === false && (
          <Notice tone="warn" title="That is nothing to search by">
            Give an id, an RRN of twelve digits, a STAN with its day, or last four digits, amount
            and day.
          </Notice>
        )}
        {payments.length === 0 ? (
          <Empty icon="search" title="No payment fits." tone="info" />
        ) : (
          <PaymentTable payments={payments} />
        )}
        <Pager {...paging} />
      </>
    ),
  });
}

function SearchForm({ text }: { text: string }) {
  return (
    <Form method="get" action="/operators/payments" inline>
      <Field
        name="q"
        type="search"
        label="Find a payment"
        hint="pi_…, ch_…, re_…, cs_… · RRN · STAN 2026-11-26 · 4242 100.00 2026-11-26"
        value={text}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
      />
      <Button icon="search">Find</Button>
    </Form>
  );
}

function Filters({ filter, providers, merchants }: PaymentsShown) {
  const all = { value: '', label: 'all' };
  return (
    <Form method="get" action="/operators/payments" inline>
      <Select
        name="state"
        label="State"
        value={filter.state}
        options={[
          all,
          ...stateNames.map((state) => ({
            value: state,
            label: state === 'unknown' ? 'unknown now' : state.replaceAll('_', ' '),
          })),
        ]}
      />
      <Select
        name="provider"
        label="Provider"
        value={filter.provider}
        options={[all, ...providers.map((name) => ({ value: name, label: name }))]}
      />
      <Select
        name="merchant"
        label="Merchant"
        value={filter.merchant}
        options={[
          all,
          ...merchants.map(({ accountId, name }) => ({ value: accountId, label: name })),
        ]}
      />
      <Select
        name="age"
        label="Made"
        value={filter.age}
        options={[
          { value: '', label: 'any time' },
          ...Object.entries(ages).map(([value, label]) => ({ value, label })),
        ]}
      />
      <Button look="plain">Show</Button>
    </Form>
  );
}

function PaymentTable({ payments }: { payments: readonly ListedPayment[] }) {
  return (
    <Table
      caption="Payments"
      quietCaption
      rows={payments}
      rowKey={({ id }) => id}
      columns={[
        {
          header: 'Payment',
          isHeader: true,
          cell: ({ id }) => (
            <a className="mono nowrap" href={`/operators/payments/${id}`} title={id}>
              {`pi_…${id.slice(-8)}`}
            </a>
          ),
        },
        { header: 'Made (UTC)', cell: ({ createdAtMs }) => <When at={createdAtMs} zone="UTC" /> },
        { header: 'Merchant', cell: ({ merchant }) => merchant },
        { header: 'Amount', numeric: true, cell: ({ amount }) => <Amount of={amount} /> },
        {
          header: 'Card',
          cell: ({ card }) => (card === null ? '–' : `${card.brand} ···· ${card.last4}`),
        },
        { header: 'Provider', cell: ({ provider }) => provider ?? '–' },
        {
          header: 'State',
          cell: ({ status, attempt }) => <PaymentState status={status} attempt={attempt} />,
        },
        { header: 'Code', cell: ({ responseCode }) => <code>{responseCode ?? '–'}</code> },
      ]}
    />
  );
}
