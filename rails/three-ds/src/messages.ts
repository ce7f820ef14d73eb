// The messages as types. Elements that every payment in a browser carries are named; the many
// optional ones are typed by their kind, and the tables check their form.

import type { ErrorCode } from './error-codes.ts';
import type {
  Component,
  DeviceChannel,
  MessageCategory,
  MessageType,
  TransStatus,
  Version,
} from './kinds.ts';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [k: string]: Json };

export type MessageExtension = {
  readonly id: string;
  readonly name: string;
  readonly criticalityIndicator: boolean;
  readonly data: Json;
};

type Head = {
  readonly messageVersion: Version;
  readonly threeDSServerTransID: string;
  readonly messageExtension?: readonly MessageExtension[];
};

export type Phone = { readonly cc: string; readonly subscriber: string };

type OptionalText<Names extends string> = { readonly [Name in Names]?: string };

export type AReq = Head &
  OptionalText<
    | 'threeDSRequestorID'
    | 'threeDSRequestorName'
    | 'threeDSServerRefNumber'
    | 'threeDSServerOperatorID'
    | 'threeDSServerURL'
    | 'dsReferenceNumber'
    | 'dsTransID'
    | 'dsURL'
    | 'acquirerBIN'
    | 'acquirerMerchantID'
    | 'mcc'
    | 'merchantCountryCode'
    | 'merchantName'
    | 'acctID'
    | 'acctType'
    | 'addrMatch'
    | 'cardExpiryDate'
    | 'cardholderName'
    | 'email'
    | 'billAddrCity'
    | 'billAddrCountry'
    | 'billAddrLine1'
    | 'billAddrLine2'
    | 'billAddrLine3'
    | 'billAddrPostCode'
    | 'billAddrState'
    | 'shipAddrCity'
    | 'shipAddrCountry'
    | 'shipAddrLine1'
    | 'shipAddrLine2'
    | 'shipAddrLine3'
    | 'shipAddrPostCode'
    | 'shipAddrState'
    | 'notificationURL'
    | 'threeDSCompInd'
    | 'browserAcceptHeader'
    | 'browserIP'
    | 'browserLanguage'
    | 'browserUserAgent'
    | 'browserColorDepth'
    | 'browserScreenHeight'
    | 'browserScreenWidth'
    | 'browserTZ'
    | 'purchaseAmount'
    | 'purchaseCurrency'
    | 'purchaseDate'
    | 'purchaseExponent'
    | 'purchaseInstalData'
    | 'recurringExpiry'
    | 'recurringFrequency'
    | 'transType'
    | 'payTokenSource'
    | 'sdkAppID'
    | 'sdkEncData'
    | 'sdkMaxTimeout'
    | 'sdkReferenceNumber'
    | 'sdkTransID'
    | 'threeDSReqAuthMethodInd'
    | 'threeDSRequestorAuthenticationInd'
    | 'threeDSRequestorChallengeInd'
    | 'threeDSRequestorDecMaxTime'
    | 'threeDSRequestorDecReqInd'
    | 'threeRIInd'
    | 'whiteListStatus'
    | 'whiteListStatusSource'
  > & {
    readonly messageType: 'AReq';
    readonly messageCategory: MessageCategory;
    readonly deviceChannel: DeviceChannel;
    readonly acctNumber: string;
    readonly threeDSRequestorURL: string;
    readonly browserJavascriptEnabled?: boolean;
    readonly browserJavaEnabled?: boolean;
    readonly payTokenInd?: true;
    readonly homePhone?: Phone;
    readonly mobilePhone?: Phone;
    readonly workPhone?: Phone;
    readonly acctInfo?: { readonly [name: string]: string };
    readonly merchantRiskIndicator?: { readonly [name: string]: string };
    readonly threeDSRequestorAuthenticationInfo?: { readonly [name: string]: string };
    readonly threeDSRequestorPriorAuthenticationInfo?: { readonly [name: string]: string };
    readonly deviceRenderOptions?: { readonly [name: string]: Json };
    readonly sdkEphemPubKey?: { readonly [name: string]: Json };
  };

type Outcome = OptionalText<
  | 'authenticationType'
  | 'authenticationValue'
  | 'eci'
  | 'transStatusReason'
  | 'whiteListStatus'
  | 'whiteListStatusSource'
  | 'sdkTransID'
>;

export type ARes = Head &
  Outcome &
  OptionalText<'acsOperatorID' | 'acsURL' | 'acsSignedContent' | 'cardholderInfo'> & {
    readonly messageType: 'ARes';
    readonly acsTransID: string;
    readonly dsTransID: string;
    readonly acsReferenceNumber: string;
    readonly dsReferenceNumber: string;
    readonly transStatus?: TransStatus;
    readonly acsChallengeMandated?: 'Y' | 'N';
    readonly acsDecConInd?: 'Y' | 'N';
    readonly acsRenderingType?: { readonly acsInterface: string; readonly acsUiTemplate: string };
  };

export type CReq = Head &
  OptionalText<
    | 'challengeWindowSize'
    | 'sdkTransID'
    | 'sdkCounterStoA'
    | 'challengeCancel'
    | 'challengeDataEntry'
    | 'challengeHTMLDataEntry'
    | 'resendChallenge'
    | 'challengeNoEntry'
    | 'whitelistingDataEntry'
  > & { readonly messageType: 'CReq'; readonly acsTransID: string; readonly oobContinue?: true };

export type CRes = Head &
  OptionalText<'sdkTransID' | 'acsCounterAtoS' | 'challengeCompletionInd'> & {
    readonly messageType: 'CRes';
    readonly acsTransID: string;
    readonly transStatus?: 'Y' | 'N';
  };

export type RReq = Head &
  Outcome &
  OptionalText<'challengeCancel' | 'interactionCounter'> & {
    readonly messageType: 'RReq';
    readonly acsTransID: string;
    readonly dsTransID: string;
    readonly messageCategory: MessageCategory;
    readonly transStatus?: 'Y' | 'N' | 'U' | 'A' | 'R';
    readonly acsRenderingType?: { readonly acsInterface: string; readonly acsUiTemplate: string };
  };

export type RRes = Head & {
  readonly messageType: 'RRes';
  readonly acsTransID: string;
  readonly dsTransID: string;
  readonly resultsStatus: string;
  readonly sdkTransID?: string;
};

export type Erro = OptionalText<
  'threeDSServerTransID' | 'acsTransID' | 'dsTransID' | 'sdkTransID' | 'errorMessageType'
> & {
  readonly messageType: 'Erro';
  readonly messageVersion: Version;
  readonly errorCode: ErrorCode;
  readonly errorComponent: Component;
  readonly errorDescription: string;
  readonly errorDetail: string;
};

export type MessageOf = {
  readonly AReq: AReq;
  readonly ARes: ARes;
  readonly CReq: CReq;
  readonly CRes: CRes;
  readonly RReq: RReq;
  readonly RRes: RRes;
  readonly Erro: Erro;
};

export type Message = MessageOf[MessageType];
