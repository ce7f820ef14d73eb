// The data elements that are objects, with their own elements. Facts as in EMV 3DS 2.2.0, annex A.

import { conditional, every, only, optional, required } from './field.ts';
import { date, json, list, object, oneOf, pattern, text, url } from './format.ts';

export const phone = object([
  required('cc', pattern(/^\d{1,3}$/)),
  required('subscriber', pattern(/^\d{1,12}$/)),
]);

export const extensions = list(
  object([
    required('criticalityIndicator', { kind: 'boolean' }),
    required('data', json(8059)),
    required('id', text(64)),
    required('name', text(64)),
  ]),
  10,
);

export const accountInformation = object([
  optional('chAccAgeInd', oneOf('01 02 03 04 05')),
  optional('chAccChange', date('yyyymmdd')),
  optional('chAccChangeInd', oneOf('01 02 03 04')),
  optional('chAccDate', date('yyyymmdd')),
  optional('chAccPwChange', date('yyyymmdd')),
  optional('chAccPwChangeInd', oneOf('01 02 03 04 05')),
  optional('chAccReqID', text(64)),
  optional('nbPurchaseAccount', pattern(/^\d{1,4}$/)),
  optional('paymentAccAge', date('yyyymmdd')),
  optional('paymentAccInd', oneOf('01 02 03 04 05')),
  optional('provisionAttemptsDay', pattern(/^\d{1,3}$/)),
  optional('shipAddressUsage', date('yyyymmdd')),
  optional('shipAddressUsageInd', oneOf('01 02 03 04')),
  optional('shipNameIndicator', oneOf('01 02')),
  optional('suspiciousAccActivity', oneOf('01 02')),
  optional('txnActivityDay', pattern(/^\d{1,3}$/)),
  optional('txnActivityYear', pattern(/^\d{1,3}$/)),
]);

export const merchantRisk = object([
  optional('deliveryEmailAddress', pattern(/^[^\s@]+@[^\s@]+$/, 254)),
  optional('deliveryTimeframe', oneOf('01 02 03 04')),
  optional('giftCardAmount', pattern(/^\d{1,15}$/)),
  optional('giftCardCount', pattern(/^\d{2}$/)),
  optional('giftCardCurr', pattern(/^\d{3}$/)),
  optional('preOrderDate', date('yyyymmdd')),
  optional('preOrderPurchaseInd', oneOf('01 02')),
  optional('reorderItemsInd', oneOf('01 02')),
  optional('shipIndicator', oneOf('01 02 03 04 05 06 07 08 09')),
]);

export const deviceRenderOptions = object([
  optional('sdkInterface', oneOf('01 02 03')),
  optional('sdkUiType', list(oneOf('01 02 03 04 05'), 5)),
]);

export const renderingType = object([
  required('acsInterface', oneOf('01 02')),
  required('acsUiTemplate', oneOf('01 02 03 04 05')),
]);

export const requestorAuthentication = {
  '2.1.0': object([
    optional('threeDSReqAuthData', text(20_000)),
    optional('threeDSReqAuthMethod', pattern(/^(0[1-6]|[89]\d)$/)),
    optional('threeDSReqAuthTimestamp', date('yyyymmddhhmm')),
  ]),
  '2.2.0': object([
    optional('threeDSReqAuthData', text(20_000)),
    optional('threeDSReqAuthMethod', pattern(/^(0[1-8]|[89]\d)$/)),
    optional('threeDSReqAuthTimestamp', date('yyyymmddhhmm')),
  ]),
};

export const priorAuthentication = object([
  optional('threeDSReqPriorAuthData', text(2048)),
  optional('threeDSReqPriorAuthMethod', pattern(/^(0[1-4]|[89]\d)$/)),
  optional('threeDSReqPriorAuthTimestamp', date('yyyymmddhhmm')),
  optional('threeDSReqPriorRef', text(36)),
]);

/** What a challenge shown by an app's SDK may add to the CRes (native user interface). */
export const nativeChallenge = [
  conditional('acsHTML', text(100_000), ['01']),
  conditional('acsUiType', oneOf('01 02 03 04 05'), ['01']),
  conditional('challengeAdditionalInfoText', text(256), ['01']),
  conditional('challengeInfoHeader', text(45), ['01']),
  conditional('challengeInfoLabel', text(45), ['01']),
  conditional('challengeInfoText', text(350), ['01']),
  conditional('challengeInfoTextIndicator', oneOf('Y N'), ['01']),
  conditional('challengeSelectInfo', list(object([]), 8), ['01']),
  conditional('expandInfoLabel', text(45), ['01']),
  conditional('expandInfoText', text(256), ['01']),
  conditional('issuerImage', object([]), ['01']),
  conditional('oobAppURL', url(256), ['01']),
  conditional('oobAppLabel', text(45), ['01']),
  conditional('oobContinueLabel', text(45), ['01']),
  conditional('psImage', object([]), ['01']),
  conditional('resendInformationLabel', text(45), ['01']),
  conditional('submitAuthenticationLabel', text(45), ['01']),
  conditional('whyInfoLabel', text(45), ['01']),
  conditional('whyInfoText', text(256), ['01']),
  only('2.2.0', conditional('whitelistingInfoText', text(64), ['01'])),
] as const;

export const extensionField = optional('messageExtension', extensions, every);
