// From the gateway's words to Stripe's. Card data is put in by the caller, who opened the card for
// this one request.

import { isLastClearing } from '@kassa/iso8583';
import type { Money } from '@kassa/money';
import type Stripe from 'stripe';
import type { OpenCard } from '../../vault/card.ts';
import type { Advice, AuthorizationRequest, Proof, VerificationRequest } from '../connector.ts';

type Confirm = Stripe.PaymentIntentConfirmParams;
type CardOptions = Stripe.PaymentIntentConfirmParams.PaymentMethodOptions.Card;
type ThreeDSecure = Stripe.PaymentIntentConfirmParams.PaymentMethodOptions.Card.ThreeDSecure;

/** By which our name of a message is found again on objects of theirs. */
export const rrnKey = 'kassa_rrn';

const minor = (amount: Money) => Number(amount.minor);

/** A wish and no more: until it is confirmed no bank is asked, whatever becomes of the answer. */
export function wishParams({
  wire,
  amount,
}: Pick<AuthorizationRequest, 'wire' | 'amount'>): Stripe.PaymentIntentCreateParams {
  return {
    amount: minor(amount),
    currency: amount.currency.toLowerCase(),
    capture_method: 'manual',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { [rrnKey]: wire.rrn },
  };
}

export type ConfirmOptions = {
  /** Stripe takes an authentication done elsewhere only of accounts for which that is switched on. */
  readonly takesProof: boolean;
};

export function confirmParams(
  request: AuthorizationRequest,
  card: OpenCard,
  { takesProof }: ConfirmOptions,
): Confirm {
  const { proof, initiation, isMoto = false, merchant } = request;
  const shown = takesProof ? threeDSecure(proof) : undefined;
  const options: CardOptions = {
    request_multicapture: 'if_available',
    ...(isMoto ? { moto: true } : {}),
    ...(shown === undefined ? {} : { three_d_secure: shown }),
  };
  return {
    payment_method_data: rawCard(card),
    payment_method_options: { card: options },
    return_url: merchant.url,
    expand: ['latest_charge'],
    // Stripe takes the two for one another's opposite, and refuses both at once.
    ...(initiation === 'merchant' && !isMoto ? { off_session: true } : {}),
  };
}

export function setupParams(
  { merchant, wire }: VerificationRequest,
  card: OpenCard,
): Stripe.SetupIntentCreateParams {
  return {
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    payment_method_data: rawCard(card),
    return_url: merchant.url,
    usage: 'off_session',
    metadata: { [rrnKey]: wire.rrn },
  };
}

/** Without a sequence it is the only one, and what is not captured goes back by itself. */
export function captureParams({ amount, clearing }: Advice): Stripe.PaymentIntentCaptureParams {
  const params = { amount_to_capture: minor(amount) };
  return clearing === null ? params : { ...params, final_capture: isLastClearing(clearing) };
}

/** A last capture of nothing lets the rest go. */
export const releaseParams: Stripe.PaymentIntentCaptureParams = {
  amount_to_capture: 0,
  final_capture: true,
};

export function refundParams(advice: Advice, intentId: string): Stripe.RefundCreateParams {
  const { amount, wire } = advice;
  return {
    payment_intent: intentId,
    amount: minor(amount),
    metadata: { [rrnKey]: wire.rrn },
  };
}

type RawCard = {
  readonly type: 'card';
  readonly card: {
    readonly number: string;
    readonly exp_month: number;
    readonly exp_year: number;
    readonly cvc?: string;
  };
  readonly billing_details?: { readonly name: string };
};

function rawCard({ pan, expiry, cvc, holder }: OpenCard): RawCard {
  const { month, year } = expiry;
  const card = { number: pan.reveal(), exp_month: month, exp_year: year };
  return {
    type: 'card',
    card: cvc === null ? card : { ...card, cvc: cvc.reveal() },
    ...(holder === null ? {} : { billing_details: { name: holder } }),
  };
}

/** Undefined: there is nothing that an issuer could check. */
export function threeDSecure(proof: Proof | null): ThreeDSecure | undefined {
  if (proof === null || proof.cavv === null || proof.dsTransId === null) return undefined;
  const indicator = indicators.find((one) => one === proof.eci);
  return {
    version: proof.version,
    cryptogram: proof.cavv.reveal(),
    transaction_id: proof.dsTransId,
    ares_trans_status: proof.eci === '05' || proof.eci === '02' ? 'Y' : 'A',
    ...(indicator === undefined ? {} : { electronic_commerce_indicator: indicator }),
  };
}

const indicators = ['01', '02', '05', '06', '07'] as const;
