// The data elements of every message but the AReq (EMV 3DS 2.1.0 and 2.2.0, tables B.2 to B.10).

import {
  app,
  browser,
  conditional,
  type Field,
  only,
  optional,
  present,
  required,
} from './field.ts';
import { number, oneOf, pattern, text, url, uuid } from './format.ts';
import { extensionField, nativeChallenge, renderingType } from './object-fields.ts';

const reasons = {
  '2.1.0': pattern(/^(0[1-9]|1\d|2[0-1]|[89]\d)$/),
  '2.2.0': pattern(/^(0[1-9]|1\d|2[0-6]|[89]\d)$/),
};
const cryptogram = pattern(/^[A-Za-z0-9+/]{26,28}={0,2}$/, 28, 28);
const whiteList: readonly Field[] = [
  only('2.2.0', optional('whiteListStatus', oneOf('Y N E P R U'))),
  only('2.2.0', conditional('whiteListStatusSource', pattern(/^(0[1-3]|[89]\d)$/))),
];

function head(type: string): readonly Field[] {
  return [
    required('messageType', oneOf(type)),
    required('messageVersion', oneOf('2.1.0 2.2.0')),
    required('threeDSServerTransID', uuid),
    extensionField,
  ];
}

const outcome: readonly Field[] = [
  only('2.1.0', conditional('authenticationType', pattern(/^(0[1-3]|[89]\d)$/))),
  only('2.2.0', conditional('authenticationType', pattern(/^(0[1-4]|[89]\d)$/))),
  conditional('authenticationValue', cryptogram),
  optional('eci', text(2)),
  only('2.1.0', conditional('transStatusReason', reasons['2.1.0'])),
  only('2.2.0', conditional('transStatusReason', reasons['2.2.0'])),
];

export const aresFields: readonly Field[] = [
  ...head('ARes'),
  required('acsTransID', uuid),
  required('dsTransID', uuid),
  required('acsReferenceNumber', text(32)),
  required('dsReferenceNumber', text(32)),
  optional('acsOperatorID', text(32)),
  conditional('acsURL', url(2048), browser),
  conditional('acsRenderingType', renderingType, app),
  conditional('acsSignedContent', pattern(/^[\w-]+\.[\w-]+\.[\w-]+$/), app),
  only('2.1.0', conditional('acsChallengeMandated', oneOf('Y N'), present)),
  only('2.2.0', conditional('acsChallengeMandated', oneOf('Y N'))),
  only('2.2.0', conditional('acsDecConInd', oneOf('Y N'))),
  only('2.1.0', optional('cardholderInfo', text(128), present)),
  only('2.2.0', conditional('cardholderInfo', text(128))),
  only('2.1.0', required('sdkTransID', uuid, app)),
  only('2.2.0', conditional('sdkTransID', uuid, app)),
  only('2.1.0', conditional('transStatus', oneOf('Y N U A C R'))),
  only('2.2.0', conditional('transStatus', oneOf('Y N U A C D R I'))),
  ...outcome,
  ...whiteList,
];

export const creqFields: readonly Field[] = [
  ...head('CReq'),
  required('acsTransID', uuid),
  required('challengeWindowSize', oneOf('01 02 03 04 05'), browser),
  required('sdkTransID', uuid, app),
  required('sdkCounterStoA', number(3, 0, 999), app),
  conditional('challengeCancel', pattern(/^(0[14-8]|[89]\d)$/), app),
  conditional('challengeDataEntry', text(45), app),
  conditional('challengeHTMLDataEntry', text(256), app),
  conditional('oobContinue', { kind: 'boolean', only: true }, app),
  conditional('resendChallenge', oneOf('Y N'), app),
  only('2.2.0', conditional('challengeNoEntry', oneOf('Y'), app)),
  only('2.2.0', conditional('whitelistingDataEntry', oneOf('Y N'), app)),
];

export const cresFields: readonly Field[] = [
  ...head('CRes'),
  required('acsTransID', uuid),
  conditional('transStatus', oneOf('Y N')),
  required('acsCounterAtoS', number(3, 0, 999), app),
  required('challengeCompletionInd', oneOf('Y N'), app),
  only('2.1.0', required('sdkTransID', uuid, app)),
  only('2.2.0', conditional('sdkTransID', uuid, app)),
  ...nativeChallenge,
];

export const rreqFields: readonly Field[] = [
  ...head('RReq'),
  required('acsTransID', uuid),
  required('dsTransID', uuid),
  required('messageCategory', pattern(/^(0[1-2]|[89]\d)$/)),
  only('2.1.0', required('acsRenderingType', renderingType, app)),
  only('2.2.0', conditional('acsRenderingType', renderingType, app)),
  only('2.1.0', optional('challengeCancel', pattern(/^(0[14-8]|[89]\d)$/), present)),
  only('2.2.0', optional('challengeCancel', pattern(/^(0[13-8]|[89]\d)$/))),
  only('2.1.0', required('interactionCounter', number(2, 0, 99), present)),
  only('2.2.0', conditional('interactionCounter', number(2, 0, 99), present)),
  only('2.2.0', conditional('sdkTransID', uuid, app)),
  conditional('transStatus', oneOf('Y N U A R')),
  ...outcome,
  ...whiteList,
];

export const rresFields: readonly Field[] = [
  ...head('RRes'),
  required('acsTransID', uuid),
  required('dsTransID', uuid),
  required('resultsStatus', pattern(/^(0[1-3]|[89]\d)$/)),
  conditional('sdkTransID', uuid, app),
];

export const erroFields: readonly Field[] = [
  required('messageType', oneOf('Erro')),
  required('messageVersion', oneOf('2.1.0 2.2.0')),
  // A component that could not read the message has no transaction id to give.
  conditional('threeDSServerTransID', uuid),
  optional('acsTransID', uuid),
  optional('dsTransID', uuid),
  optional('sdkTransID', uuid, app),
  required(
    'errorCode',
    oneOf('101 102 103 201 202 203 204 301 302 303 304 305 306 307 402 403 404 405'),
  ),
  required('errorComponent', oneOf('C S D A')),
  required('errorDescription', text(2048)),
  required('errorDetail', text(2048)),
  optional('errorMessageType', oneOf('ARes AReq PRes PReq CRes CReq RReq RRes Erro')),
];
