// Words of the wire to the bank's own. A message that lacks what must be there is answered 30, a
// currency nobody knows 12.

import {
  additionalDataTags,
  checkRequired,
  decodeAdditionalData,
  decodeAmount,
  decodeCardAcceptor,
  decodeOriginalData,
  decodeReplacementAmount,
  incrementedIn,
  isIncrement,
  isVerification,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { currencyFromNumeric, type Money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { Pan } from '@kassa/secret';
import type { AuthorizationRequest, ReversalRequest } from './request.ts';

/** The answer to give, and the field at fault for the log. */
export type BadMessage = { readonly code: ResponseCode; readonly field: number };

export function readAuthorization(message: Message): Result<AuthorizationRequest, BadMessage> {
  const { fields } = message;
  const complete = checkRequired(message);
  if (!complete.ok) return err({ code: '30', field: complete.error.field });
  const amount = readAmount(message);
  if (!amount.ok) return amount;
  const data = decodeAdditionalData(fields[48] ?? '');
  if (!data.ok) return err({ code: '30', field: 48 });
  const pan = Pan.parse(fields[2] ?? '');
  const expiry = fields[14];
  if (expiry !== undefined && !/^\d{2}(0[1-9]|1[0-2])$/.test(expiry)) {
    return err({ code: '30', field: 14 });
  }
  const incremented = isIncrement(message) ? incrementedIn(message) : undefined;
  if (isIncrement(message) && !incremented) return err({ code: '30', field: 90 });
  const eci = data.value[additionalDataTags.eci];
  return ok({
    acquirerId: institution(fields[32]),
    stan: fields[11] ?? '',
    rrn: fields[37] ?? '',
    pan: pan.ok ? pan.value : undefined,
    expiry,
    cvc: data.value[additionalDataTags.cvc],
    amount: amount.value,
    isVerification: isVerification(message),
    incrementOf: incremented && { stan: incremented.original.stan, rrn: incremented.rrn },
    mid: (fields[42] ?? '').trimEnd(),
    merchant: decodeCardAcceptor(fields[43] ?? ''),
    mcc: fields[18] ?? '',
    acquirerCountry: fields[19] ?? '',
    // 81: the card number came by electronic commerce (field 22, first two digits).
    isOnline: (fields[22] ?? '').startsWith('81'),
    initiation: data.value[additionalDataTags.initiation] === 'M' ? 'merchant' : 'cardholder',
    claimsAuthentication: eci === '05' || eci === '06',
    cavv: data.value[additionalDataTags.cavv],
  });
}

export function readReversal(message: Message): Result<ReversalRequest, BadMessage> {
  const { fields } = message;
  const complete = checkRequired(message);
  if (!complete.ok) return err({ code: '30', field: complete.error.field });
  const amount = readAmount(message);
  if (!amount.ok) return amount;
  const original = decodeOriginalData(fields[90] ?? '');
  if (!original) return err({ code: '30', field: 90 });
  const replaced = fields[95] === undefined ? 0n : decodeReplacementAmount(fields[95]);
  if (replaced === undefined) return err({ code: '30', field: 95 });
  return ok({
    mti: message.mti,
    acquirerId: institution(fields[32]),
    stan: fields[11] ?? '',
    rrn: fields[37] ?? '',
    originalStan: original.stan,
    amount: amount.value,
    remainingMinor: replaced,
    mid: (fields[42] ?? '').trimEnd(),
  });
}

function readAmount({ fields }: Message): Result<Money, BadMessage> {
  const minor = decodeAmount(fields[4]);
  if (minor === undefined) return err({ code: '30', field: 4 });
  const currency = currencyFromNumeric(fields[49] ?? '');
  return currency.ok ? ok({ currency: currency.value, minor }) : err({ code: '12', field: 49 });
}

/** Field 32 comes with or without zeros in front, field 90 always with: they must be found equal. */
function institution(id: string | undefined): string {
  return (id ?? '').padStart(11, '0');
}
