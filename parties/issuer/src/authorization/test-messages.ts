// Requests of the network, for tests.

import {
  additionalDataTags,
  encodeAdditionalData,
  encodeAmount,
  encodeCardAcceptor,
  encodeOriginalData,
  encodeTransmissionTime,
  incrementData,
  type Message,
  originalDataOf,
  verificationCondition,
} from '@kassa/iso8583';
import { unwrap } from '@kassa/result';
import { hana, monday } from '../test-bank.ts';

export type Wish = {
  readonly pan?: string;
  readonly minor?: number;
  /** Asks whether the card is good, for no money. */
  readonly verify?: true;
  readonly currency?: string;
  readonly stan?: string;
  readonly rrn?: string;
  readonly expiry?: string;
  readonly cvc?: string | undefined;
  readonly eci?: string;
  readonly cavv?: string;
  readonly initiation?: 'C' | 'M';
  readonly country?: string;
};

export function authorizationRequest(wish: Wish = {}): Message {
  const { eci = '07', initiation = 'C', country = 'BA' } = wish;
  const cvc = 'cvc' in wish ? wish.cvc : '123';
  const data = {
    [additionalDataTags.eci]: eci,
    [additionalDataTags.initiation]: initiation,
    ...(cvc === undefined ? {} : { [additionalDataTags.cvc]: cvc }),
    ...(wish.cavv === undefined ? {} : { [additionalDataTags.cavv]: wish.cavv }),
  };
  return {
    mti: '0100',
    fields: {
      2: wish.pan ?? hana.pan,
      3: '000000',
      4: encodeAmount(BigInt(wish.minor ?? (wish.verify ? 0 : 100_00))),
      7: encodeTransmissionTime(monday),
      11: wish.stan ?? '000001',
      12: '101500',
      13: '1123',
      14: wish.expiry ?? '2912',
      18: '5977',
      19: '070',
      22: '812',
      25: wish.verify ? verificationCondition : '59',
      32: '400070',
      37: wish.rrn ?? '632710000001',
      41: 'DIVA0001',
      42: 'DIVA00000000001',
      43: encodeCardAcceptor({ name: 'Diva shop', city: 'Sarajevo', country }),
      48: unwrap(encodeAdditionalData(data)),
      49: wish.currency ?? '977',
    },
  };
}

/** Asks for so much more on top of an authorization, by the merchant alone. */
export function incrementRequest(original: Message, wish: Wish = {}): Message {
  const { fields } = authorizationRequest({ initiation: 'M', cvc: undefined, ...wish });
  const data = {
    [additionalDataTags.initiation]: 'M',
    ...incrementData(original.fields[37] ?? ''),
  };
  return {
    mti: '0100',
    fields: {
      ...fields,
      48: unwrap(encodeAdditionalData(data)),
      90: encodeOriginalData(originalDataOf(original)),
    },
  };
}
