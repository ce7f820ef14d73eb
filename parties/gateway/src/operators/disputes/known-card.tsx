// What we know of the sale by ourselves: whose card, how authenticated and so who bears a fraud, where
// it was sent, and what was given back already.

import { Amount, Card, Facts } from '@kassa/pages';
import type { Case, Proof } from './case.ts';

export function KnownCard({ found }: { readonly found: Case }) {
  const { charge, proof, refunds, story, dispute } = found;
  const { headline } = story;
  const { wishes } = charge.intent;
  const { shipping } = wishes;
  const billing = charge.method?.billing;
  const { card } = headline;
  const shown = (term: string, value: string | null | undefined) =>
    value ? { term, value } : undefined;
  return (
    <Card title="What Kassa knows">
      <Facts
        facts={[
          {
            term: 'Payment',
            value: <a href={`/operators/payments/${headline.id}`}>{headline.id}</a>,
          },
          { term: 'Paid', value: <Amount of={headline.amount} /> },
          shown('Description', headline.description),
          card !== null && {
            term: 'Card',
            value: `${card.brand} ···· ${card.last4}, ${card.country}, ${card.expiry}`,
          },
          { term: '3-D Secure', value: proofText(proof) },
          { term: 'Liability for fraud', value: liabilityText(proof) },
          shown('Name', billing?.name ?? charge.method?.face.holder),
          shown('E-mail', billing?.email ?? wishes.receiptEmail),
          shown('Telephone', billing?.phone ?? shipping?.phone),
          shown('Billing address', addressText(billing?.address)),
          shown(
            'Sent to',
            [shipping?.name, addressText(shipping?.address)].filter(Boolean).join(', '),
          ),
          shown('Carrier', shipping?.carrier),
          shown('Tracking number', shipping?.trackingNumber),
          {
            term: 'IP address of the buyer',
            value:
              dispute.evidence.customer_purchase_ip ??
              'not kept with payments; the shop may give it as evidence',
          },
          ...refunds.map(({ amount, status }) => ({
            term: `Refund ${status}`,
            value: <Amount of={amount} />,
          })),
          refunds.length === 0 && { term: 'Refunds', value: 'none' },
        ]}
      />
    </Card>
  );
}

const results: Readonly<Record<string, string>> = {
  Y: 'authenticated by the cardholder’s bank',
  A: 'attempted: the bank takes no part, and answers for it',
  N: 'not authenticated',
  U: 'could not be done',
  R: 'refused by the bank',
  C: 'a challenge that was not passed',
};

function proofText(proof: Proof | undefined): string {
  if (proof === undefined) return 'was not asked for';
  const { transStatus, eci, version, dsTransId, state } = proof;
  const how = state === 'challenged' ? 'challenge begun' : 'ended';
  const result = transStatus === null ? how : `${transStatus}: ${results[transStatus] ?? how}`;
  const names = [eci && `ECI ${eci}`, `version ${version}`, dsTransId && `DS ${dsTransId}`];
  return [result, ...names].filter(Boolean).join(' · ');
}

function liabilityText(proof: Proof | undefined): string {
  const isShifted = proof?.transStatus === 'Y' || proof?.transStatus === 'A';
  return isShifted ? 'with the cardholder’s bank' : 'with the merchant';
}

function addressText(address: Readonly<Record<string, string | null>> | null | undefined): string {
  const order = ['line1', 'line2', 'postal_code', 'city', 'state', 'country'];
  return order.flatMap((name) => address?.[name] || []).join(', ');
}
