// Where the buyer is sent: to the session's page, on to the shop, to the bank.

import type { IntentSurroundings } from '../../api/to-stripe/payment-intent.ts';
import type { IntentStatus } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import type { SetupView } from '../../setups/ports.ts';
import type { CheckoutSession } from './session.ts';

export const isPaid = (status: IntentStatus): boolean =>
  status === 'succeeded' || status === 'requires_capture';

export const pageUrl = (publicUrl: string, session: CheckoutSession): string =>
  `${publicUrl}/c/${session.id}`;

export const challengeUrl = (publicUrl: string, authenticationId: string): string =>
  `${publicUrl}/3ds/redirect/${authenticationId}`;

/** The merchant's success_url with the session's id in its place; else our own page, which confirms. */
export function successUrl(session: CheckoutSession, publicUrl: string): string {
  const { id, details } = session;
  return details.successUrl?.replaceAll('{CHECKOUT_SESSION_ID}', id) ?? pageUrl(publicUrl, session);
}

/** After the bank: to the shop if the session is paid, else back to its page, which says why. */
export function returnUrlOf(view: PaymentView, around: IntentSurroundings): string | null {
  const { intent, session } = view;
  const { status } = intent.state;
  // Paid in the shop's own page: that is where the buyer belongs, whatever came of it.
  const isElsewhere = intent.wishes.returnUrl !== null;
  if (session !== null && !isElsewhere) {
    return isPaid(status)
      ? successUrl(session, around.publicUrl)
      : pageUrl(around.publicUrl, session);
  }
  const { returnUrl } = intent.wishes;
  if (returnUrl === null || !URL.canParse(returnUrl)) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  const secret = around.clientSecrets.of(intent.accountId, intent.id);
  url.searchParams.set('payment_intent_client_secret', secret);
  url.searchParams.set('redirect_status', redirectStatus(status));
  return url.href;
}

/** Confirmed by hand, it waits for the merchant's word after the challenge. */
const waiting: ReadonlySet<IntentStatus> = new Set([
  'processing',
  'requires_action',
  'requires_confirmation',
]);

function redirectStatus(status: IntentStatus): string {
  if (isPaid(status)) return 'succeeded';
  return waiting.has(status) ? 'pending' : 'failed';
}

/** After the bank: to where the merchant wished the buyer when the card is kept, or is not. */
export function setupReturnUrlOf(
  { setup, session }: SetupView,
  around: IntentSurroundings,
): string | null {
  if (session !== null) {
    return setup.state.status === 'succeeded'
      ? successUrl(session, around.publicUrl)
      : pageUrl(around.publicUrl, session);
  }
  const { returnUrl } = setup.wishes;
  if (returnUrl === null || !URL.canParse(returnUrl)) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('setup_intent', setup.id);
  const secret = around.clientSecrets.of(setup.accountId, setup.id);
  url.searchParams.set('setup_intent_client_secret', secret);
  const { status } = setup.state;
  const isPending = status === 'processing' || status === 'requires_action';
  const result = status === 'succeeded' ? 'succeeded' : isPending ? 'pending' : 'failed';
  url.searchParams.set('redirect_status', result);
  return url.href;
}
