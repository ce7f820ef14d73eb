// Why an entry comes back, R01 to R85, in words of our own; and who may say so.

export type ReturnReasonText = { readonly meaning: string; readonly by: ReturnedBy };

export type ReturnedBy = 'receiving_bank' | 'agency' | 'originating_bank' | 'gateway' | 'operator';

const rdfi = (meaning: string) => ({ meaning, by: 'receiving_bank' }) as const;
const agency = (meaning: string) => ({ meaning, by: 'agency' }) as const;
const odfi = (meaning: string) => ({ meaning, by: 'originating_bank' }) as const;
const gateway = (meaning: string) => ({ meaning, by: 'gateway' }) as const;
const operator = (meaning: string) => ({ meaning, by: 'operator' }) as const;

export const returnReasons = {
  R01: rdfi('the account does not hold enough for the debit'),
  R02: rdfi('the account is closed'),
  R03: rdfi('the number is well formed, but no such account, or it is not the named person’s'),
  R04: rdfi('the account number is not well formed'),
  R05: rdfi('a corporate debit came to a consumer’s account, who did not agree to it'),
  R06: rdfi('the originating bank asked for it back'),
  R07: rdfi('the customer has taken back the authorization'),
  R08: rdfi('the customer has stopped this payment'),
  R09: rdfi('the balance would do, but part of it is not collected yet'),
  R10: rdfi('the customer does not know the originator, or has not authorized it'),
  R11: rdfi('the entry is not what the customer authorized'),
  R12: rdfi('the branch was sold to another bank'),
  R13: operator('the bank does not take part in the ACH'),
  R14: rdfi('the representative payee has died, or can act no longer'),
  R15: rdfi('the beneficiary or the account’s holder has died'),
  R16: rdfi('the account is frozen, or the entry is under a sanction'),
  R17: rdfi('fields cannot be processed, or the entry is under questionable circumstances'),
  R18: operator('the effective date does not fit the window in which it came'),
  R19: operator('the amount is not well formed, or not allowed here'),
  R20: rdfi('the account is not one for payments'),
  R21: rdfi('the company’s identification is not valid'),
  R22: rdfi('the customer’s identification is not one the receiver knows'),
  R23: rdfi('the receiver does not accept the credit'),
  R24: rdfi('the entry is a duplicate'),
  R25: operator('an addenda record is missing, too many, or not well formed'),
  R26: operator('a mandatory field is empty or wrong'),
  R27: operator('trace numbers do not fit'),
  R28: operator('the check digit of the routing number is wrong'),
  R29: rdfi('the corporate customer has not authorized the debit'),
  R30: operator('the bank does not take part in check truncation'),
  R31: rdfi('both banks have agreed on the return of a corporate entry'),
  R32: operator('the bank cannot settle'),
  R33: rdfi('the bank returns the entry of a destroyed check'),
  R34: operator('the bank’s participation has been limited by a supervisor'),
  R35: operator('a debit where none is allowed'),
  R36: operator('a credit where none is allowed'),
  R37: rdfi('the check itself was presented too'),
  R38: rdfi('payment of the check was stopped'),
  R39: rdfi('the check may not be converted, or was presented too'),
  R40: agency('the agency returns the enrollment'),
  R41: agency('the enrollment’s transaction code is not valid'),
  R42: agency('the enrollment’s routing number is not valid'),
  R43: agency('the enrollment’s account number is not valid'),
  R44: agency('the enrollment’s identification is not known'),
  R45: agency('the enrollment’s name is not known'),
  R46: agency('the enrollment’s mark of a representative payee is wrong'),
  R47: agency('the enrollment is a duplicate'),
  R50: rdfi('state law does not allow the check to be presented once more'),
  R51: rdfi('the check is not eligible, or its notice was not given'),
  R52: rdfi('payment of the check presented once more was stopped'),
  R53: rdfi('the check and its entry were both presented'),
  R61: odfi('the return went to the wrong bank'),
  R62: odfi('a wrong entry or its reversal left the receiver with money not theirs'),
  R67: odfi('the return is a duplicate'),
  R68: odfi('the return came too late'),
  R69: odfi('fields of the return are wrong'),
  R70: odfi('the return needed an agreement that was not given'),
  R71: rdfi('the dishonored return went to the wrong bank'),
  R72: rdfi('the dishonored return came too late'),
  R73: rdfi('the original return was in time'),
  R74: rdfi('the return, corrected'),
  R75: rdfi('the return was no duplicate'),
  R76: rdfi('the return was without errors'),
  R77: rdfi('the dishonoring for R62 is not accepted'),
  R80: gateway('the international entry is coded wrongly'),
  R81: gateway('the gateway has no agreement for this sender'),
  R82: gateway('the foreign bank’s identification is not valid'),
  R83: gateway('the foreign bank cannot settle'),
  R84: gateway('the gateway does not process the entry'),
  R85: gateway('an outbound international payment under another class code'),
} satisfies Record<string, ReturnReasonText>;

export type ReturnReason = keyof typeof returnReasons;

export function isReturnReason(text: string): text is ReturnReason {
  return Object.hasOwn(returnReasons, text);
}
