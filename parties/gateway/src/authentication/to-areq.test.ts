import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merchantSeedSchema } from '../merchants/merchant.ts';
import { merchant } from '../testing/test-gateway.ts';
import { noBilling } from '../vault/store.ts';
import { type BrowserFacts, unknownBrowser } from './browser-facts.ts';
import { toAReq } from './to-areq.ts';

const server = {
  referenceNumber: 'KASSA-3DS-SERVER-220',
  resultsUrl: 'https://kassa.example/3ds/rreq',
  notificationUrl: 'https://kassa.example/3ds/notify',
  acquirerBin: '416100',
};
const {
  secretKeys: _,
  publishableKeys: __,
  webhooks: ___,
  ...diva
} = merchantSeedSchema.parse(merchant('diva', 'BAM'));
const expiry = { month: 3, year: 2029 };
const pan = unwrap(Pan.parse('4000000700000005'));
const sealed = {
  accountId: 'acct_diva' as const,
  paymentMethod: 'pm_1' as const,
  sealedPan: '',
  brand: 'visa' as const,
  expiry,
  holder: null,
};
const method = {
  accountId: 'acct_diva' as const,
  id: 'pm_1' as const,
  createdAtMs: 0,
  face: {
    brand: 'visa' as const,
    funding: 'debit' as const,
    country: 'BA',
    last4: '0005',
    expiry,
    holder: null,
    fingerprint: 'f',
  },
  billing: noBilling,
  metadata: {},
  customer: null,
  detachedAtMs: null,
  token: null,
  allowRedisplay: 'unspecified' as const,
  sealed,
};

type Change = {
  readonly holder?: string | null;
  readonly email?: string | null;
  readonly browser?: BrowserFacts;
  readonly offSession?: boolean;
  readonly isMandated?: boolean;
  readonly isKept?: boolean;
};

function areq(change: Change) {
  const { holder = null, email = null, browser = unknownBrowser, isMandated = false } = change;
  const { isKept = false } = change;
  return toAReq(server, {
    ask: {
      subjectId: isKept ? 'seti_1' : 'pi_1',
      attemptId: isKept ? 'setatt_1' : 'att_1',
      amount: money(unwrap(currencyOf('BAM')), isKept ? 0 : 10_000),
      purpose: isKept ? 'keeping_the_card' : 'payment',
      isCardholderThere: change.offSession !== true,
      merchant: { ...diva, platform: null },
      method,
      email,
      browser,
      isMandated,
    },
    card: { pan, expiry, holder, cvc: null },
    serverTransId: '6f0d9a2e-6a3c-4a53-9a55-6a1f3c5f8a11',
    nowMs: Date.UTC(2026, 10, 22, 23, 30, 5),
  });
}

describe('an authentication request', () => {
  test('says the purchase, the merchant and the card', () => {
    expect(areq({ holder: 'Hana Hadžić' })).toMatchObject({
      acctNumber: '4000000700000005',
      cardExpiryDate: '2903',
      cardholderName: 'Hana Hadžić',
      purchaseAmount: '10000',
      purchaseCurrency: '977',
      purchaseExponent: '2',
      purchaseDate: '20261122233005',
      merchantCountryCode: '070',
      mcc: '5977',
      deviceChannel: '02',
      threeDSRequestorChallengeInd: '01',
      browserJavascriptEnabled: false,
    });
  });

  test('asks for a challenge when the issuer has demanded one', () => {
    expect(areq({ isMandated: true }).threeDSRequestorChallengeInd).toBe('04');
  });

  test('is requestor-initiated when nobody is there', () => {
    const message = areq({ offSession: true });
    expect(message).toMatchObject({ deviceChannel: '03', threeRIInd: '11' });
    expect(message.notificationURL).toBeUndefined();
  });

  test('can be built from whatever a browser, a shopper or a merchant says', () => {
    const facts: fc.Arbitrary<BrowserFacts> = fc.record({
      ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
      accept: fc.string({ maxLength: 3_000 }),
      userAgent: fc.string({ maxLength: 3_000 }),
      language: fc.string(),
      hasScripts: fc.boolean(),
      hasJava: fc.boolean(),
      screen: fc.option(fc.record({ width: fc.nat(), height: fc.nat(), colourDepth: fc.nat(64) })),
      zoneOffsetMinutes: fc.option(fc.integer({ min: -900, max: 900 })),
    });
    const said = fc.option(fc.string({ maxLength: 300 }));
    fc.assert(
      fc.property(facts, said, said, (browser, holder, email) => {
        expect(areq({ browser, holder, email }).messageType).toBe('AReq');
      }),
    );
  });

  test('of a card that is only kept is no payment, of nothing, and says so', () => {
    expect(areq({ isKept: true })).toMatchObject({
      messageCategory: '02',
      threeDSRequestorAuthenticationInd: '04',
      purchaseAmount: '0',
      purchaseCurrency: '977',
    });
  });
});
