// Account verification: an authorization request for nothing at all, by which a merchant learns
// whether a card is good before keeping it. It has the processing code of a purchase, amount zero
// and condition 51 in field 25 (Visa's mark of it); the issuer holds nothing, and says 85, "no
// reason to decline", or 00, or why not. So an 85 can never be taken for an approval of money.

import type { Message } from './message.ts';

/** Field 25 of an account verification. */
export const verificationCondition = '51';

export function isVerification({ mti, fields }: Message): boolean {
  return (mti === '0100' || mti === '0101') && fields[25] === verificationCondition;
}

/** 00 and 85 both say that the issuer knows nothing against the card. */
export function isVerified(responseCode: string | undefined): boolean {
  return responseCode === '00' || responseCode === '85';
}
