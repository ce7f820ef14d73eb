// The card of the form goes into the vault, with what the buyer has told of themselves.

import type { PaymentMethod } from '../../vault/card.ts';
import { noBilling } from '../../vault/store.ts';
import type { CardEntry } from '../pages/ports.ts';
import { placeOf } from './apply-entry.ts';
import type { HostedMeans } from './hosted-means.ts';
import type { CheckoutSession } from './session.ts';

export function sealCard(
  means: HostedMeans,
  session: CheckoutSession,
  card: CardEntry,
): PaymentMethod {
  const { name, pan, expiry, cvc } = card;
  const { collected, details } = session;
  return means.vault.seal(
    { pan, expiry, cvc, holder: name },
    {
      accountId: session.accountId,
      nowMs: means.payments.clock.nowMs(),
      billing: {
        ...noBilling,
        name,
        email: collected.email ?? details.customerEmail,
        phone: collected.phone,
        address: collected.billing && placeOf(collected.billing),
      },
      metadata: {},
      customer: null,
      allowRedisplay: details.allowRedisplay,
    },
  );
}
