// 3-D Secure messages as a 3DS Server and an ACS write them, for the tests.

import { type AReq, buildAReq, buildARes, type RReq } from '@kassa/three-ds';

export const serverTransId = '8a880dc0-d2d2-4067-bcb1-b08d1690b26e';
export const acsTransId = 'd7c1ee99-9478-44a6-b1f2-391e29c6b340';

export function areq(serverUrl: string, more: Partial<AReq> = {}): AReq {
  return buildAReq({
    messageVersion: '2.2.0',
    messageCategory: '01',
    deviceChannel: '02',
    threeDSServerTransID: serverTransId,
    threeDSRequestorURL: 'https://kassa.example',
    threeDSRequestorID: 'kassa',
    threeDSRequestorName: 'Kassa',
    threeDSServerRefNumber: 'KASSA-3DSS-220',
    threeDSServerURL: serverUrl,
    threeDSRequestorAuthenticationInd: '01',
    threeDSCompInd: 'U',
    notificationURL: new URL('/3ds/notify', serverUrl).href,
    acquirerBIN: '400070',
    acquirerMerchantID: 'DIVA00000000001',
    mcc: '5977',
    merchantCountryCode: '070',
    merchantName: 'Diva shop',
    acctNumber: '4000000000009995',
    cardExpiryDate: '2912',
    purchaseAmount: '10000',
    purchaseCurrency: '977',
    purchaseExponent: '2',
    purchaseDate: '20261120140000',
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
    ...more,
  });
}

/** The answer of an ACS that wants a challenge, to the request as the directory server passed it. */
export function challenge(received: AReq) {
  return buildARes({
    messageVersion: received.messageVersion,
    threeDSServerTransID: received.threeDSServerTransID,
    dsTransID: received.dsTransID ?? '',
    acsTransID: acsTransId,
    acsReferenceNumber: 'PLAVA-ACS-220',
    dsReferenceNumber: received.dsReferenceNumber ?? '',
    transStatus: 'C',
    acsURL: 'https://plava.example/acs/challenge',
    acsChallengeMandated: 'N',
    authenticationType: '02',
  });
}

export function rreq(dsTransId: string, more: Partial<RReq> = {}) {
  return {
    messageType: 'RReq',
    messageVersion: '2.2.0',
    messageCategory: '01',
    threeDSServerTransID: serverTransId,
    acsTransID: acsTransId,
    dsTransID: dsTransId,
    transStatus: 'Y',
    authenticationType: '02',
    authenticationValue: 'AAABBBCCCDDDEEEFFFGGGHHHIII=',
    eci: '05',
    interactionCounter: '01',
    ...more,
  };
}
