// The data elements of the authentication request (EMV 3DS 2.1.0 and 2.2.0, table B.1).

import {
  addedBy,
  app,
  browser,
  conditional,
  every,
  type Field,
  only,
  optional,
  paymentsOnly,
  present,
  requestor,
  required,
} from './field.ts';
import {
  boolean,
  country,
  date,
  json,
  number,
  oneOf,
  onlyTrue,
  pattern,
  text,
  url,
  uuid,
} from './format.ts';
import {
  accountInformation,
  deviceRenderOptions,
  extensionField,
  merchantRisk,
  phone,
  priorAuthentication,
  requestorAuthentication,
} from './object-fields.ts';

const screen = pattern(/^\d{1,6}$/);
const colours = oneOf('1 4 8 15 16 24 32 48');
const zone = pattern(/^[+-]?\d{1,4}$/);
const amount = pattern(/^\d{1,48}$/);

const parties: readonly Field[] = [
  required('messageType', oneOf('AReq')),
  required('messageVersion', oneOf('2.1.0 2.2.0')),
  required('messageCategory', pattern(/^(0[1-2]|[89]\d)$/)),
  required('deviceChannel', pattern(/^(0[1-3]|[89]\d)$/)),
  required('threeDSServerTransID', uuid),
  required('threeDSRequestorURL', url(2048)),
  addedBy('S', required('threeDSRequestorID', text(35))),
  addedBy('S', required('threeDSRequestorName', text(40))),
  addedBy('S', required('threeDSServerRefNumber', text(32))),
  addedBy('S', optional('threeDSServerOperatorID', text(32))),
  addedBy('S', required('threeDSServerURL', url(2048))),
  addedBy('D', required('dsReferenceNumber', text(32))),
  addedBy('D', required('dsTransID', uuid)),
  addedBy('D', required('dsURL', url(2048))),
  conditional('acquirerBIN', text(11)),
  conditional('acquirerMerchantID', text(35)),
  conditional('mcc', text(4, 4)),
  conditional('merchantCountryCode', country),
  conditional('merchantName', text(40)),
  optional('merchantRiskIndicator', merchantRisk),
  extensionField,
];

const cardholder: readonly Field[] = [
  required('acctNumber', pattern(/^\d{13,19}$/)),
  optional('acctID', text(64)),
  optional('acctInfo', accountInformation),
  optional('acctType', pattern(/^(0[1-3]|[89]\d)$/)),
  optional('cardExpiryDate', date('yymm')),
  optional('cardholderName', text(45, 2)),
  optional('email', pattern(/^[^\s@]+@[^\s@]+$/, 254)),
  optional('homePhone', phone),
  optional('mobilePhone', phone),
  optional('workPhone', phone),
  optional('addrMatch', oneOf('Y N'), present),
  optional('billAddrCity', text(50)),
  optional('billAddrCountry', country),
  optional('billAddrLine1', text(50)),
  optional('billAddrLine2', text(50)),
  optional('billAddrLine3', text(50)),
  optional('billAddrPostCode', text(16)),
  optional('billAddrState', text(3)),
  optional('shipAddrCity', text(50)),
  conditional('shipAddrCountry', country),
  optional('shipAddrLine1', text(50)),
  optional('shipAddrLine2', text(50)),
  optional('shipAddrLine3', text(50)),
  optional('shipAddrPostCode', text(16)),
  optional('shipAddrState', text(3)),
  optional('payTokenInd', onlyTrue),
  only('2.2.0', conditional('payTokenSource', pattern(/^(0[1-2]|[89]\d)$/))),
];

const browsers: readonly Field[] = [
  required('notificationURL', url(256), browser),
  required('threeDSCompInd', oneOf('Y N U'), browser),
  required('browserAcceptHeader', text(2048), browser),
  optional('browserIP', pattern(/^[0-9a-f.:]+$/i, 45), browser),
  required('browserLanguage', text(8), browser),
  required('browserUserAgent', text(2048), browser),
  only('2.2.0', required('browserJavascriptEnabled', boolean, browser)),
  only('2.1.0', required('browserJavaEnabled', boolean, browser)),
  only('2.1.0', required('browserColorDepth', colours, browser)),
  only('2.1.0', required('browserScreenHeight', screen, browser)),
  only('2.1.0', required('browserScreenWidth', screen, browser)),
  only('2.1.0', required('browserTZ', zone, browser)),
  only('2.2.0', conditional('browserJavaEnabled', boolean, browser)),
  only('2.2.0', conditional('browserColorDepth', colours, browser)),
  only('2.2.0', conditional('browserScreenHeight', screen, browser)),
  only('2.2.0', conditional('browserScreenWidth', screen, browser)),
  only('2.2.0', conditional('browserTZ', zone, browser)),
];

const apps: readonly Field[] = [
  required('deviceRenderOptions', deviceRenderOptions, app),
  required('sdkAppID', uuid, app),
  required('sdkEncData', text(64_000), app),
  required('sdkEphemPubKey', json(256), app),
  required('sdkMaxTimeout', number(2, 5, 99), app),
  required('sdkReferenceNumber', text(32), app),
  only('2.1.0', required('sdkTransID', uuid, app)),
  only('2.2.0', conditional('sdkTransID', uuid, app)),
];

/** In 2.1.0 a requestor-initiated message carries no purchase; since 2.2.0 it may. */
function purchase(version: '2.1.0' | '2.2.0'): readonly Field[] {
  const channels = version === '2.1.0' ? present : every;
  const rows = [
    conditional('purchaseAmount', amount, channels),
    conditional('purchaseCurrency', country, channels),
    conditional('purchaseDate', date('yyyymmddhhmmss'), channels),
    conditional('purchaseExponent', pattern(/^\d$/), channels),
    conditional('purchaseInstalData', number(3, 2, 999), channels),
    conditional('recurringExpiry', date('yyyymmdd'), channels),
    conditional('recurringFrequency', pattern(/^\d{1,4}$/), channels),
    paymentsOnly(optional('transType', oneOf('01 03 10 11 28'), channels)),
  ];
  return rows.map((row) => only(version, row));
}

const wishes: readonly Field[] = [
  only('2.1.0', required('threeDSRequestorAuthenticationInd', kind('1-6'), present)),
  only('2.2.0', required('threeDSRequestorAuthenticationInd', kind('1-7'), present)),
  only('2.1.0', optional('threeDSRequestorChallengeInd', kind('1-4'), present)),
  only('2.2.0', optional('threeDSRequestorChallengeInd', kind('1-9'), present)),
  ...(['2.1.0', '2.2.0'] as const).map((version) => {
    const format = requestorAuthentication[version];
    return only(version, optional('threeDSRequestorAuthenticationInfo', format, present));
  }),
  optional('threeDSRequestorPriorAuthenticationInfo', priorAuthentication),
  only('2.1.0', required('threeRIInd', kind('1-5'), requestor)),
  only('2.2.0', required('threeRIInd', pattern(/^(0[1-9]|1[0-2]|[89]\d)$/), requestor)),
  only('2.2.0', optional('threeDSReqAuthMethodInd', kind('1-3'), present)),
  only('2.2.0', conditional('threeDSRequestorDecMaxTime', number(5, 1, 10_080))),
  only('2.2.0', optional('threeDSRequestorDecReqInd', oneOf('Y N'))),
  only('2.2.0', optional('whiteListStatus', oneOf('Y N E P R U'))),
  only('2.2.0', conditional('whiteListStatusSource', kind('1-3'))),
];

/** Two digits: the standard's values from 01, then 80-99 for the directory servers' own. */
function kind(standard: '1-3' | '1-4' | '1-5' | '1-6' | '1-7' | '1-9') {
  return pattern(new RegExp(`^(0[${standard}]|[89]\\d)$`));
}

export const areqFields: readonly Field[] = [
  ...parties,
  ...cardholder,
  ...browsers,
  ...apps,
  ...purchase('2.1.0'),
  ...purchase('2.2.0'),
  ...wishes,
];
