// The state of a payment as operators see it: unknown is said to be unknown.

import { Status, type Tone } from '@kassa/pages';

const tones: Readonly<Record<string, Tone>> = {
  succeeded: 'good',
  requires_capture: 'info',
  processing: 'warn',
  requires_action: 'info',
  requires_payment_method: 'plain',
  requires_confirmation: 'plain',
  canceled: 'plain',
};

export function PaymentState(props: { status: string; attempt: string | null }) {
  const { status, attempt } = props;
  if (attempt === 'unknown') return <Status tone="warn">unknown</Status>;
  if (status === 'requires_payment_method' && attempt === 'refused') {
    return <Status tone="bad">refused</Status>;
  }
  return <Status tone={tones[status] ?? 'plain'}>{status.replaceAll('_', ' ')}</Status>;
}
