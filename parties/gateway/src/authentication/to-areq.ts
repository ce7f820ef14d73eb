// From the gateway's words to the authentication request (EMV 3DS 2.2.0, table B.1). The card is
// opened by the caller for this one message.

import { exponentOf, numericOf } from '@kassa/money';
import { type AReq, buildAReq } from '@kassa/three-ds';
import { numericCountry } from '../countries.ts';
import type { AuthenticationAsk } from '../payments/ports.ts';
import type { OpenCard } from '../vault/card.ts';

export type ThreeDsServer = {
  readonly referenceNumber: string;
  /** Where results (RReq) are posted to. */
  readonly resultsUrl: string;
  /** Where the buyer's browser comes back to. */
  readonly notificationUrl: string;
  readonly acquirerBin: string;
};

export type AReqAbout = {
  readonly ask: AuthenticationAsk;
  readonly card: OpenCard;
  readonly serverTransId: string;
  readonly nowMs: number;
};

export function toAReq(server: ThreeDsServer, about: AReqAbout): AReq {
  const { ask, card, serverTransId, nowMs } = about;
  const { merchant, amount, purpose, isCardholderThere } = ask;
  const { month, year } = card.expiry;
  return buildAReq({
    messageVersion: '2.2.0',
    messageCategory: purpose === 'payment' ? '01' : '02',
    threeDSServerTransID: serverTransId,
    threeDSServerRefNumber: server.referenceNumber,
    threeDSServerURL: server.resultsUrl,
    threeDSRequestorID: merchant.accountId.slice(0, 35),
    threeDSRequestorName: merchant.brand.name.slice(0, 40),
    threeDSRequestorURL: merchant.url,
    acquirerBIN: server.acquirerBin,
    acquirerMerchantID: merchant.acquirer.merchantId,
    mcc: merchant.mcc,
    merchantCountryCode: numericCountry(merchant.country),
    merchantName: merchant.name.slice(0, 40),
    acctNumber: card.pan.reveal(),
    cardExpiryDate: `${two(year % 100)}${two(month)}`,
    cardholderName: holderOf(card),
    email: emailOf(ask.email),
    // Zero where the card is only kept: the proof is bound to it, as the verification will be.
    purchaseAmount: String(amount.minor),
    purchaseCurrency: numericOf(amount.currency),
    purchaseExponent: String(exponentOf(amount.currency)),
    purchaseDate: new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-T:]/g, ''),
    transType: '01',
    ...(isCardholderThere ? browser(server, ask) : requestorInitiated),
  });
}

/** Nobody is there: 01 recurring would need its plan, so "other payment" (11) is said. */
const requestorInitiated = { deviceChannel: '03', threeRIInd: '11' } as const;

/** Challenge indicator: 04 mandated, 01 no preference. */
function browser(
  server: ThreeDsServer,
  { browser: facts, isMandated, purpose }: AuthenticationAsk,
) {
  const { screen, hasScripts } = facts;
  const scripted =
    hasScripts && screen !== null
      ? {
          browserJavascriptEnabled: true,
          browserJavaEnabled: facts.hasJava,
          browserColorDepth: colourDepth(screen.colourDepth),
          browserScreenHeight: String(screen.height).slice(0, 6),
          browserScreenWidth: String(screen.width).slice(0, 6),
          browserTZ: String(Math.trunc(facts.zoneOffsetMinutes ?? 0)).slice(0, 5),
        }
      : { browserJavascriptEnabled: false };
  return {
    deviceChannel: '02',
    notificationURL: server.notificationUrl,
    threeDSCompInd: 'U',
    // 01 payment, 04 add card.
    threeDSRequestorAuthenticationInd: purpose === 'payment' ? '01' : '04',
    threeDSRequestorChallengeInd: isMandated ? '04' : '01',
    browserAcceptHeader: facts.accept.slice(0, 2048) || '*/*',
    browserIP: /^[0-9a-f.:]{3,45}$/i.test(facts.ip) ? facts.ip : undefined,
    browserLanguage: facts.language.slice(0, 8) || 'en',
    browserUserAgent: facts.userAgent.slice(0, 2048) || 'unknown',
    ...scripted,
  } as const;
}

/** The standard knows eight depths; the nearest one below is said of any other. */
function colourDepth(bits: number): string {
  return String([48, 32, 24, 16, 15, 8, 4].find((depth) => bits >= depth) ?? 1);
}

/** The merchant's word, not checked by anyone: what is no address is left out, not sent on. */
function emailOf(email: string | null): string | undefined {
  const isAddress = email !== null && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email);
  return isAddress ? email : undefined;
}

/** 2 to 45 characters, or nothing. */
function holderOf({ holder }: OpenCard): string | undefined {
  const name = holder?.slice(0, 45);
  return name !== undefined && name.length >= 2 ? name : undefined;
}

const two = (value: number) => String(value).padStart(2, '0');
