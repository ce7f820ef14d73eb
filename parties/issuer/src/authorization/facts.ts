// From the request and what is stored to the facts that decide.ts judges.

import { dateIn } from '@kassa/time';
import { isCavvOf } from '../acs/cavv.ts';
import { compareCvc } from '../cards/cvc.ts';
import type { Billed } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import type { Facts } from './decide.ts';
import type { AuthorizationRequest } from './request.ts';
import type { Situation } from './store.ts';

export function factsOf(
  bank: Bank,
  request: AuthorizationRequest,
  situation: Situation,
  billed: Billed | undefined,
): Facts {
  const { card } = situation;
  const pan = request.pan?.reveal() ?? '';
  return {
    card,
    thisMonth: dateIn(bank.clock.nowMs(), bank.zone).slice(2, 7).replace('-', ''),
    isVerification: request.isVerification,
    amountMinor: request.amount.minor,
    billedMinor: billed?.total.minor,
    original: originalOf(request, situation),
    paymentMinor: (situation.incremented?.heldMinor ?? 0n) + (billed?.total.minor ?? 0n),
    expiry: request.expiry,
    cvc: card ? compareCvc(bank.keys.cvc, card, { pan, cvc: request.cvc }) : 'not_given',
    proof: proofOf(bank, request, situation),
    isOnline: request.isOnline,
    isCrossBorder: isCrossBorder(bank, request),
    initiation: request.initiation,
    wasAuthenticatedBefore: situation.wasAuthenticatedBefore,
    spentToday: situation.spentToday,
    // The book has the last word about funds: the commit refuses a hold that goes below the floor.
    availableMinor: billed?.total.minor ?? 0n,
  };
}

/** Grown can be what this card still holds for this shop, in this currency, none of it presented. */
function originalOf(
  request: AuthorizationRequest,
  { card, incremented }: Situation,
): Facts['original'] {
  if (!request.incrementOf) return 'none';
  if (!incremented || incremented.cardId !== card?.cardId) return 'unknown';
  const isOpen =
    incremented.state === 'held' &&
    incremented.presentedMinor === 0n &&
    incremented.mid === request.mid &&
    incremented.amount.currency === request.amount.currency;
  return isOpen ? 'open' : 'closed';
}

/** Domestic is where the shop is, not where its bank is [D16]. */
function isCrossBorder(bank: Bank, request: AuthorizationRequest): boolean {
  const { country } = request.merchant;
  if (/^[A-Z]{2}$/.test(country)) return country !== bank.country;
  return request.acquirerCountry !== bank.countryNumeric;
}

/** A claim without a proof of ours, for this card and at least this amount, not spent, is false. */
function proofOf(
  bank: Bank,
  request: AuthorizationRequest,
  { proof, card }: Situation,
): Facts['proof'] {
  if (!request.claimsAuthentication) return 'none';
  if (!proof || !card || request.cavv === undefined || proof.isSpent) return 'invalid';
  const isOfThis =
    proof.panHash === card.panHash &&
    proof.currency === request.amount.currency &&
    proof.amountMinor >= request.amount.minor &&
    isCavvOf(bank.keys.acs, request.cavv, proof);
  return isOfThis ? 'valid' : 'invalid';
}
