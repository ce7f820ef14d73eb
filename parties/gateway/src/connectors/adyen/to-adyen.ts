// From the gateway's words to Adyen's. Card data is put in by the caller, who opened the card for this
// one request.

import type { Types } from '@adyen/api-library';
import type { Money } from '@kassa/money';
import type { OpenCard } from '../../vault/card.ts';
import type { AuthorizationRequest, Proof } from '../connector.ts';
import type { Library } from './library.ts';

type PaymentRequest = Types.checkout.PaymentRequest;
type ThreeDSecureData = Types.checkout.ThreeDSecureData;

export const amountOf = ({ currency, minor }: Money) => ({ currency, value: Number(minor) });

export function paymentRequest(
  library: Library,
  merchantAccount: string,
  request: Omit<AuthorizationRequest, 'card'> & { readonly card: OpenCard },
): PaymentRequest {
  const { wire, amount, card, proof, merchant } = request;
  const { pan, expiry, cvc, holder } = card;
  const { CardDetails } = library.Types.checkout;
  const shown = proof === null ? undefined : mpiData(library, proof);
  return {
    amount: amountOf(amount),
    merchantAccount,
    reference: wire.rrn,
    returnUrl: merchant.url,
    paymentMethod: {
      type: CardDetails.TypeEnum.Scheme,
      number: pan.reveal(),
      expiryMonth: String(expiry.month).padStart(2, '0'),
      expiryYear: String(expiry.year),
      ...(cvc === null ? {} : { cvc: cvc.reveal() }),
      ...(holder === null ? {} : { holderName: holder }),
    },
    shopperInteraction: interaction(library, request),
    // Whatever the account's setting is: it is captured when we say so.
    additionalData: { manualCapture: 'true', authorisationType: 'FinalAuth' },
    ...(shown === undefined ? {} : { mpiData: shown }),
  };
}

function interaction(
  { Types: { checkout } }: Library,
  { initiation, isMoto = false }: Pick<AuthorizationRequest, 'initiation' | 'isMoto'>,
) {
  const { ShopperInteractionEnum } = checkout.PaymentRequest;
  if (isMoto) return ShopperInteractionEnum.Moto;
  return initiation === 'merchant'
    ? ShopperInteractionEnum.ContAuth
    : ShopperInteractionEnum.Ecommerce;
}

/** Undefined: there is nothing that an issuer could check. */
export function mpiData(library: Library, proof: Proof): ThreeDSecureData | undefined {
  const { eci, cavv, dsTransId, version } = proof;
  if (cavv === null) return undefined;
  const { AuthenticationResponseEnum, DirectoryResponseEnum } =
    library.Types.checkout.ThreeDSecureData;
  const isFull = eci === '05' || eci === '02';
  return {
    cavv: cavv.reveal(),
    eci,
    threeDSVersion: version,
    ...(dsTransId === null ? {} : { dsTransID: dsTransId }),
    authenticationResponse: isFull ? AuthenticationResponseEnum.Y : AuthenticationResponseEnum.A,
    directoryResponse: isFull ? DirectoryResponseEnum.Y : DirectoryResponseEnum.A,
  };
}
