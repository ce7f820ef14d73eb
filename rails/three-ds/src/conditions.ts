// The rules behind the word "conditional": when an element must be there, and when it must not.
// A rule sees the raw record, since it runs before the message has a type.

import type { DeviceChannel, MessageCategory, MessageType, Version } from './kinds.ts';

export type Circumstances = {
  readonly version: Version;
  readonly channel: DeviceChannel;
  readonly category: MessageCategory;
};

type Test = (message: Record<string, unknown>, at: Circumstances) => boolean;

export type Condition = {
  readonly elements: readonly string[];
  readonly requiredWhen: Test;
  readonly forbiddenWhen?: Test;
};

const isPayment: Test = (_, at) => at.category === '01';
const isPurchase: Test = (message, at) =>
  at.channel !== '03' &&
  (at.category === '01' ||
    ['02', '03'].includes(String(message['threeDSRequestorAuthenticationInd'])));
const hasScript: Test = (message, at) =>
  at.version === '2.2.0' && at.channel === '02' && message['browserJavascriptEnabled'] === true;
const status =
  (letters: string): Test =>
  (message) =>
    typeof message['transStatus'] === 'string' && letters.includes(message['transStatus']);
const isProven = status('YA');
const isChallenge = status('CD');
const hasElement =
  (name: string): Test =>
  (message) =>
    message[name] !== undefined;
const is =
  (name: string, ...values: readonly unknown[]): Test =>
  (message) =>
    values.includes(message[name]);
const both =
  (one: Test, other: Test): Test =>
  (message, at) =>
    one(message, at) && other(message, at);
const not =
  (test: Test): Test =>
  (message, at) =>
    !test(message, at);

/** Proof of authentication: only with Y or A, and then always for a payment. */
const proof: readonly Condition[] = [
  {
    elements: ['authenticationValue'],
    requiredWhen: both(isPayment, isProven),
    forbiddenWhen: not(isProven),
  },
  {
    elements: ['eci'],
    requiredWhen: both(isPayment, isProven),
    // An ECI that claims authentication beside a status that denies it is a contradiction;
    // some networks do send 07 or 00 with N and U.
    forbiddenWhen: both(not(isProven), is('eci', '01', '02', '05', '06')),
  },
  { elements: ['transStatus'], requiredWhen: isPayment },
  { elements: ['transStatusReason'], requiredWhen: both(isPayment, status('NUR')) },
];

const whiteList: Condition = {
  elements: ['whiteListStatusSource'],
  requiredWhen: hasElement('whiteListStatus'),
};

export const conditions: Readonly<Record<MessageType, readonly Condition[]>> = {
  AReq: [
    {
      elements: ['browserJavaEnabled', 'browserColorDepth'],
      requiredWhen: hasScript,
    },
    {
      elements: ['browserScreenHeight', 'browserScreenWidth', 'browserTZ'],
      requiredWhen: hasScript,
    },
    {
      elements: ['acquirerBIN', 'acquirerMerchantID', 'mcc', 'merchantCountryCode', 'merchantName'],
      requiredWhen: isPayment,
    },
    {
      elements: ['purchaseAmount', 'purchaseCurrency', 'purchaseExponent', 'purchaseDate'],
      requiredWhen: isPurchase,
    },
    {
      elements: ['recurringExpiry', 'recurringFrequency'],
      requiredWhen: is('threeDSRequestorAuthenticationInd', '02', '03'),
    },
    {
      elements: ['purchaseInstalData'],
      requiredWhen: is('threeDSRequestorAuthenticationInd', '03'),
    },
    { elements: ['billAddrCountry'], requiredWhen: hasElement('billAddrState') },
    { elements: ['shipAddrCountry'], requiredWhen: hasElement('shipAddrState') },
    { elements: ['payTokenSource'], requiredWhen: both(since22, hasElement('payTokenInd')) },
    {
      elements: ['threeDSRequestorDecMaxTime'],
      requiredWhen: is('threeDSRequestorDecReqInd', 'Y'),
    },
    whiteList,
  ],
  ARes: [
    ...proof,
    {
      elements: ['acsURL'],
      requiredWhen: both((_, at) => at.channel === '02', status('C')),
      forbiddenWhen: not(status('C')),
    },
    { elements: ['acsChallengeMandated', 'authenticationType'], requiredWhen: isChallenge },
    { elements: ['cardholderInfo'], requiredWhen: both(since22, status('D')) },
    whiteList,
  ],
  CReq: [],
  // An app's exchange has many CRes before the final one; a browser's has the final one only.
  CRes: [{ elements: ['transStatus'], requiredWhen: (_, at) => at.channel === '02' }],
  RReq: [...proof, whiteList],
  RRes: [],
  Erro: [],
};

function since22(_: Record<string, unknown>, at: Circumstances): boolean {
  return at.version === '2.2.0';
}
