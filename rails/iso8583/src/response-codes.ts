// Field 39 as this network uses it. Who decides by it: issuers, the switch, acquirers; what a
// shopper is told is the gateway's own table.

export const responseCodes = {
  '00': 'approved',
  '05': 'do not honour',
  '09': 'request in progress',
  '12': 'invalid transaction',
  '13': 'invalid amount',
  '14': 'no such card',
  '25': 'original not found',
  '30': 'format error',
  '41': 'lost card',
  '43': 'stolen card',
  '51': 'insufficient funds',
  '54': 'expired card',
  '57': 'not permitted to cardholder',
  '59': 'suspected fraud',
  '61': 'exceeds amount limit',
  '62': 'restricted or frozen card',
  '65': 'exceeds count limit',
  '1A': 'strong customer authentication required',
  '82': 'CAVV invalid',
  '85': 'no reason to decline',
  '91': 'issuer or switch unavailable',
  '94': 'duplicate transmission',
  '96': 'system malfunction',
  N7: 'CVC wrong',
} as const;

export type ResponseCode = keyof typeof responseCodes;

export function isResponseCode(text: string | undefined): text is ResponseCode {
  return text !== undefined && Object.hasOwn(responseCodes, text);
}

/** Words for people; a code that the table lacks is shown as it came. */
export function responseMeaning(code: string): string {
  return isResponseCode(code) ? responseCodes[code] : `response code ${code}`;
}
