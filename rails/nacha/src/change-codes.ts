// What a notification of change corrects (98), in words of our own, and why one is refused (C61 to C69).

export const changeCodes = {
  C01: 'the account number',
  C02: 'the routing number',
  C03: 'routing number and account number',
  C04: 'the receiver’s name',
  C05: 'the transaction code: another kind of account',
  C06: 'account number and transaction code',
  C07: 'routing number, account number and transaction code',
  C08: 'the foreign bank’s identification, of an international entry',
  C09: 'the receiver’s identification number',
  C13: 'the form of the addenda',
  C14: 'the class: an international payment under another one',
} as const;

export const refusedChangeCodes = {
  C61: 'the notification went to the wrong bank',
  C62: 'the trace number is not that of an entry',
  C63: 'the company’s identification is wrong',
  C64: 'the receiver’s identification is wrong',
  C65: 'the corrected data are not well formed',
  C66: 'the discretionary data are wrong',
  C67: 'the routing number is not that of the entry',
  C68: 'the account number is not that of the entry',
  C69: 'the transaction code is wrong',
} as const;

export type ChangeCode = keyof typeof changeCodes;
export type RefusedChangeCode = keyof typeof refusedChangeCodes;
