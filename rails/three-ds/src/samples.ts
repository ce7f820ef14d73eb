// Messages of one payment in a browser, for this package's tests.

import type { AReq } from './messages.ts';

export const ids = {
  threeDSServerTransID: '8a880dc0-d2d2-4067-bcb1-b08d1690b26e',
  acsTransID: 'd7c1ee99-9478-44a6-b1f2-391e29c6b340',
  dsTransID: 'f25084f0-5b16-4c0a-ae5d-b24808a95e4b',
};

export const browserAReq: AReq = {
  messageType: 'AReq',
  messageVersion: '2.2.0',
  messageCategory: '01',
  deviceChannel: '02',
  threeDSServerTransID: ids.threeDSServerTransID,
  threeDSRequestorURL: 'https://kassa.example',
  threeDSRequestorID: 'kassa',
  threeDSRequestorName: 'Kassa',
  threeDSServerRefNumber: 'KASSA-3DSS-220',
  threeDSServerURL: 'https://kassa.example/3ds/rreq',
  threeDSRequestorAuthenticationInd: '01',
  threeDSCompInd: 'U',
  notificationURL: 'https://kassa.example/3ds/notify',
  acquirerBIN: '400070',
  acquirerMerchantID: 'DIVA00000000001',
  mcc: '5977',
  merchantCountryCode: '070',
  merchantName: 'Diva shop',
  acctNumber: '4000002760003184',
  cardExpiryDate: '2912',
  purchaseAmount: '10000',
  purchaseCurrency: '977',
  purchaseExponent: '2',
  purchaseDate: '20261123101500',
  browserAcceptHeader: 'text/html',
  browserIP: '192.0.2.7',
  browserLanguage: 'bs-BA',
  browserUserAgent: 'Mozilla/5.0',
  browserJavascriptEnabled: true,
  browserJavaEnabled: false,
  browserColorDepth: '24',
  browserScreenHeight: '900',
  browserScreenWidth: '1440',
  browserTZ: '-60',
};

export const challengeARes = {
  messageType: 'ARes',
  messageVersion: '2.2.0',
  ...ids,
  acsReferenceNumber: 'PLAVA-ACS-220',
  dsReferenceNumber: 'MOZAIK-DS-220',
  transStatus: 'C',
  acsURL: 'https://plava.example/acs/challenge',
  acsChallengeMandated: 'N',
  authenticationType: '02',
} as const;

export const provenRReq = {
  messageType: 'RReq',
  messageVersion: '2.2.0',
  ...ids,
  messageCategory: '01',
  transStatus: 'Y',
  authenticationType: '02',
  authenticationValue: 'AAABBBCCCDDDEEEFFFGGGHHHIII=',
  eci: '05',
  interactionCounter: '01',
} as const;
