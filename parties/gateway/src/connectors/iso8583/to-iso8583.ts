// From the gateway's words to ISO 8583. Card data is put in by the caller, who opened the card for
// this one message.

import {
  type AdditionalData,
  asRepeat,
  buildInquiry,
  buildReversalAdvice,
  buildReversalRequest,
  encodeAdditionalData,
  encodeAmount,
  encodeCardAcceptor,
  encodeClearingSequence,
  encodeOriginalData,
  encodeReplacementAmount,
  encodeTransmissionTime,
  incrementData,
  type Message,
  additionalDataTags as tags,
  verificationCondition,
} from '@kassa/iso8583';
import { currencyOf, type Money, money, numericOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { dateIn, timeIn } from '@kassa/time';
import type { Merchant } from '../../merchants/merchant.ts';
import type { WireReference } from '../../payments/intent.ts';
import type { OpenCard } from '../../vault/card.ts';
import type {
  Advice,
  AuthorizationRequest,
  IncrementRequest,
  InquiryRequest,
  Proof,
  VerificationRequest,
} from '../connector.ts';

/** Who the acquirer is on the wire. */
export type Institution = {
  /** Field 32. */
  readonly id: string;
  /** Field 19, ISO 3166 numeric. */
  readonly countryCode: string;
};

const processing = { purchase: '000000', refund: '200000' } as const;
/** Field 22: PAN entered by hand at a remote, electronic commerce terminal. Field 25: e-commerce. */
const entryMode = '812';
const condition = '59';
/** The same two of an order by mail or telephone: no terminal of electronic commerce. */
const byMailOrTelephone = { 22: '012', 25: '08' } as const;

export function authorization(
  request: AuthorizationRequest,
  card: OpenCard,
  institution: Institution,
): Message {
  const { merchant, wire, amount } = request;
  const fields = common(merchant, { wire, amount, card, institution });
  const place = request.isMoto === true ? byMailOrTelephone : {};
  return { mti: '0100', fields: { ...fields, ...place, 48: additional(shownBy(request, card)) } };
}

/** For the difference, under a name of its own; tag 64 and field 90 say on top of what. */
export function incrementMessage(
  { merchant, wire, amount, original }: IncrementRequest,
  card: OpenCard,
  institution: Institution,
): Message {
  const data = additional({ [tags.initiation]: 'M', ...incrementData(original.wire.rrn) });
  const fields = {
    ...common(merchant, { wire, amount, card, institution }),
    38: original.authorizationCode,
    48: data,
    90: originalData(original.wire, institution),
  };
  return { mti: '0100', fields };
}

/** The processing code stays that of a purchase; the condition in field 25 says what is asked. */
export function verification(
  request: VerificationRequest,
  card: OpenCard,
  institution: Institution,
): Message {
  const { merchant, wire } = request;
  const amount = money(unwrap(currencyOf(merchant.currency)), 0n);
  const fields = common(merchant, { wire, amount, card, institution });
  const data = additional(shownBy(request, card));
  return { mti: '0100', fields: { ...fields, 25: verificationCondition, 48: data } };
}

/** No card is named: the RRN and field 90 say which message is asked for. */
export function inquiryMessage(
  { wire, original }: InquiryRequest,
  institution: Institution,
): Message {
  const { rrn, stan, terminalId, merchantId, transmittedAtMs } = original.wire;
  const asked: Message = {
    mti: '0100',
    fields: {
      4: encodeAmount(original.amount.minor),
      7: encodeTransmissionTime(transmittedAtMs),
      11: stan,
      32: institution.id,
      37: rrn,
      41: terminalId,
      42: merchantId,
      49: numericOf(original.amount.currency),
    },
  };
  return buildInquiry(asked, { stan: wire.stan, atMs: wire.transmittedAtMs });
}

/** Who acts, and what shows that they may. */
function shownBy({ initiation, proof }: VerificationRequest, { cvc }: OpenCard): AdditionalData {
  const data = { [tags.initiation]: initiation === 'cardholder' ? 'C' : 'M', ...proofData(proof) };
  return cvc === null ? data : { ...data, [tags.cvc]: cvc.reveal() };
}

export function adviceMessage(advice: Advice, card: OpenCard, institution: Institution): Message {
  const message = firstMessage(advice, card, institution);
  return advice.isRepeat ? asRepeat(message) : message;
}

function firstMessage(advice: Advice, card: OpenCard, institution: Institution): Message {
  const { merchant, wire, original } = advice;
  const first: Message = {
    mti: '0100',
    fields: common(merchant, { wire: original.wire, amount: original.amount, card, institution }),
  };
  const { authorizationCode } = original;
  const details = {
    stan: wire.stan,
    atMs: wire.transmittedAtMs,
    ...(authorizationCode === null ? {} : { authorizationCode }),
  };
  switch (advice.kind) {
    case 'reversal':
      return buildReversalAdvice(first, details);
    case 'void':
      return buildReversalRequest(first, details);
    case 'release': {
      const { mti, fields } = buildReversalRequest(first, details);
      return { mti, fields: { ...fields, 95: encodeReplacementAmount(advice.amount.minor) } };
    }
    case 'capture':
    case 'refund':
      return financialAdvice(advice, card, institution);
  }
}

function financialAdvice(advice: Advice, card: OpenCard, institution: Institution): Message {
  const { merchant, wire, amount, original, kind, clearing } = advice;
  const fields: Record<number, string> = {
    ...common(merchant, { wire, amount, card, institution }),
    3: kind === 'refund' ? processing.refund : processing.purchase,
    90: originalData(original.wire, institution),
  };
  // A capture bears the name of its authorization, a refund its own and that of the purchase.
  if (kind === 'capture') fields[37] = original.wire.rrn;
  else fields[48] = additional({ [tags.originalRrn]: original.wire.rrn });
  if (kind === 'capture' && clearing !== null) {
    fields[48] = additional({ [tags.clearingSequence]: encodeClearingSequence(clearing) });
  }
  if (original.authorizationCode !== null) fields[38] = original.authorizationCode;
  return { mti: '0220', fields };
}

function originalData(wire: WireReference, institution: Institution): string {
  return encodeOriginalData({
    mti: '0100',
    stan: wire.stan,
    transmittedAt: encodeTransmissionTime(wire.transmittedAtMs),
    acquirerId: institution.id,
    forwarderId: '',
  });
}

type About = {
  readonly wire: WireReference;
  readonly amount: Money;
  readonly card: OpenCard;
  readonly institution: Institution;
};

function common(
  merchant: Merchant,
  { wire, amount, card, institution }: About,
): Record<number, string> {
  const { name, city, country, mcc, timeZone } = merchant;
  const sentAtMs = wire.transmittedAtMs;
  return {
    2: card.pan.reveal(),
    3: processing.purchase,
    4: encodeAmount(amount.minor),
    7: encodeTransmissionTime(sentAtMs),
    11: wire.stan,
    12: timeIn(sentAtMs, timeZone).replaceAll(':', ''),
    13: dateIn(sentAtMs, timeZone).slice(5).replace('-', ''),
    14: yymm(card),
    18: mcc,
    19: institution.countryCode,
    22: entryMode,
    25: condition,
    32: institution.id,
    37: wire.rrn,
    41: wire.terminalId,
    42: wire.merchantId,
    43: encodeCardAcceptor({ name, city, country }),
    49: numericOf(amount.currency),
  };
}

function yymm({ expiry }: OpenCard): string {
  return `${String(expiry.year % 100).padStart(2, '0')}${String(expiry.month).padStart(2, '0')}`;
}

function proofData(proof: Proof | null): Record<string, string> {
  if (proof === null) return {};
  const data: Record<string, string> = { [tags.eci]: proof.eci };
  if (proof.cavv !== null) data[tags.cavv] = proof.cavv.reveal();
  if (proof.dsTransId !== null) data[tags.threeDs] = `${proof.version}${proof.dsTransId}`;
  return data;
}

function additional(data: AdditionalData): string {
  return unwrap(encodeAdditionalData(data));
}
