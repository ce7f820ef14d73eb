// Adyen's refusal reasons as response codes of this network. An answer has the code, a notification
// only the words.

import type { ResponseCode } from '@kassa/iso8583';

type Refusal = Exclude<ResponseCode, '00' | '85'>;
type Row = readonly [code: string, words: string, refusal: Refusal];

const rows: readonly Row[] = [
  ['2', 'Refused', '05'],
  ['3', 'Referral', '05'],
  ['4', 'Acquirer Error', '96'],
  ['5', 'Blocked Card', '43'],
  ['6', 'Expired Card', '54'],
  ['7', 'Invalid Amount', '13'],
  ['8', 'Invalid Card Number', '14'],
  ['9', 'Issuer Unavailable', '91'],
  ['10', 'Not supported', '57'],
  ['11', '3D Not Authenticated', '82'],
  ['12', 'Not enough balance', '51'],
  ['14', 'Acquirer Fraud', '59'],
  ['15', 'Cancelled', '05'],
  ['16', 'Shopper Cancelled', '05'],
  ['20', 'FRAUD', '59'],
  ['21', 'Not Submitted', '96'],
  ['22', 'FRAUD-CANCELLED', '59'],
  ['23', 'Transaction Not Permitted', '57'],
  ['24', 'CVC Declined', 'N7'],
  ['25', 'Restricted Card', '62'],
  ['26', 'Revocation Of Auth', '62'],
  ['27', 'Declined Non Generic', '05'],
  ['28', 'Withdrawal amount exceeded', '61'],
  ['29', 'Withdrawal count exceeded', '65'],
  ['31', 'Issuer Suspected Fraud', '59'],
  ['32', 'AVS Declined', '05'],
  ['38', 'Authentication required', '1A'],
  ['39', 'RReq not received from DS', '82'],
  ['42', '3DS Authentication Error', '82'],
  ['46', 'Blocked by Adyen to prevent excessive retry fees', '62'],
];

const byCode: ReadonlyMap<string, Refusal> = new Map(rows.map(([code, , is]) => [code, is]));
const byWords: ReadonlyMap<string, Refusal> = new Map(
  rows.map(([, words, is]) => [words.toLowerCase(), is]),
);

export const refusalByCode = (code: string | undefined): string => byCode.get(code ?? '') ?? '05';

/** Sometimes more is said after the words, behind a bar. */
export function refusalByWords(reason: string): string {
  const [words = ''] = reason.split('|');
  return byWords.get(words.trim().toLowerCase()) ?? '05';
}
