// From ISO 8583 to the acquirer's words: an authorization request of the gateway.

import {
  additionalDataTags,
  decodeAdditionalData,
  decodeAmount,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { currencyFromNumeric, type Money, money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { Pan } from '@kassa/secret';

export type AuthorizationRequest = {
  readonly mid: string;
  readonly tid: string;
  readonly rrn: string;
  readonly stan: string;
  readonly pan: Pan;
  readonly amount: Money;
  readonly eci: string | null;
};

/** Only what must be understood to decide; the rest is passed on as it came. */
export function readRequest(message: Message): Result<AuthorizationRequest, ResponseCode> {
  const { fields } = message;
  const pan = Pan.parse(fields[2] ?? '');
  if (!pan.ok) return err('14');
  const amount = readAmount(message);
  if (!amount.ok) return amount;
  const data = decodeAdditionalData(fields[48] ?? '');
  if (!data.ok) return err('30');
  return ok({
    ...readNames(message),
    pan: pan.value,
    amount: amount.value,
    eci: data.value[additionalDataTags.eci] ?? null,
  });
}

export function readNames({ fields }: Message) {
  return {
    mid: (fields[42] ?? '').trimEnd(),
    tid: (fields[41] ?? '').trimEnd(),
    rrn: fields[37] ?? '',
    stan: fields[11] ?? '',
  };
}

export function readAmount({ fields }: Message): Result<Money, ResponseCode> {
  const currency = currencyFromNumeric(fields[49] ?? '');
  const minor = decodeAmount(fields[4]);
  if (!currency.ok) return err('12');
  if (minor === undefined) return err('13');
  return ok(money(currency.value, minor));
}
