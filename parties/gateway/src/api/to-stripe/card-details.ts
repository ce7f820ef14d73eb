// `payment_method_details` of a charge: the card, and how the bank was asked and answered.

import { holdLifeMs } from '../../payments/close-attempt.ts';
import type { Authenticated, ChargeState } from '../../payments/intent.ts';
import type { FoundCharge } from '../../payments/list-charges.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { checksToStripe, faceToStripe } from './payment-method.ts';
import { type Json, minor, seconds } from './shape.ts';

const available = (is: boolean) => ({ status: is ? 'available' : 'unavailable' });

export function cardDetailsToStripe(
  { intent: { wishes }, charge }: FoundCharge,
  method: PaymentMethod,
): Json {
  const { amount, state, authenticated } = charge;
  const approval = state.kind === 'failed' ? null : state.approval;
  const { card } = wishes;
  return {
    type: 'card',
    card: {
      ...faceToStripe(method),
      amount_authorized: approval === null ? null : minor(amount),
      authorization_code: approval?.authorizationCode ?? null,
      ...(isHeld(state) ? { capture_before: seconds(charge.createdAtMs + holdLifeMs) } : {}),
      checks: checksToStripe(approval?.cvcCheck ?? null),
      electronic_commerce_indicator: authenticated?.eci ?? null,
      extended_authorization: { status: 'disabled' },
      incremental_authorization: available(
        wishes.requestIncremental && state.kind === 'authorized',
      ),
      installments: null,
      mandate: null,
      ...(card.isMoto ? { moto: true } : {}),
      multicapture: available(wishes.requestMulticapture && isHeld(state)),
      network: method.face.brand,
      network_token: { used: false },
      network_transaction_id: approval?.traceId ?? null,
      overcapture: { maximum_amount_capturable: minor(amount), status: 'unavailable' },
      ...(card.setupCredentialUsage === null
        ? {}
        : { setup_credential_usage: card.setupCredentialUsage }),
      ...(card.storedCredentialUsage === null
        ? {}
        : { stored_credential_usage: card.storedCredentialUsage }),
      three_d_secure: authenticated && authenticatedToStripe(authenticated),
      transaction_link_id: null,
      wallet: null,
    },
  };
}

const isHeld = ({ kind }: ChargeState) => kind === 'authorized' || kind === 'partly_captured';

/** What an ECI says, whichever scheme's it is. */
const results: Partial<Readonly<Record<string, string>>> = {
  '05': 'authenticated',
  '02': 'authenticated',
  '06': 'attempt_acknowledged',
  '01': 'attempt_acknowledged',
};

function authenticatedToStripe({ flow, eci, version, transactionId }: Authenticated): Json {
  const result = results[eci];
  return {
    authentication_flow: result === undefined ? null : flow,
    electronic_commerce_indicator: eci,
    exemption_indicator: null,
    result: result ?? 'not_supported',
    result_reason: null,
    transaction_id: transactionId,
    version,
  };
}
