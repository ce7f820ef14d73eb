// The codecs alone: ISO 8583 in our dialects against the npm package iso_8583 (which validates and
// frames in its own way), the reading of an AReq and of a form, and an answer in Stripe's words.

import { readForm } from '@kassa/http';
import { asciiDialect, binaryDialect, type Dialect, decode, encode } from '@kassa/iso8583';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { parse } from '@kassa/three-ds';
import Iso8583 from 'iso_8583';
// Past the gateway's door: nobody but the bench asks for its parts.
import { paymentIntentToStripe } from '../parties/gateway/src/api/to-stripe/payment-intent.ts';
import { clientSecrets } from '../parties/gateway/src/payments/client-secret.ts';
import { after, approve, confirm } from '../parties/gateway/src/payments/test-intents.ts';
import { type Case, measure } from './measure.ts';
import type { Report } from './report.ts';

const message = {
  mti: '0100',
  fields: {
    2: '4242424242424242',
    3: '000000',
    4: '000000010000',
    7: '1120130501',
    11: '000042',
    18: '5977',
    19: '070',
    22: '812',
    25: '59',
    32: '70001',
    37: '632513000042',
    41: 'DIVA0001',
    42: 'DIVA00000000001',
    43: 'Diva shop                Sarajevo     BA',
    48: '4202059203123',
    49: '977',
    70: '001',
  },
} as const;
const theirDialect = { ...asciiDialect, name: 'theirs', bitmap: binaryDialect.bitmap };

const areq = JSON.stringify({
  messageType: 'AReq',
  messageVersion: '2.2.0',
  messageCategory: '01',
  deviceChannel: '02',
  threeDSServerTransID: '8a880dc0-d2d2-4067-bcb1-b08d1690b26e',
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
  purchaseDate: '20261120130501',
  transType: '01',
  browserAcceptHeader: 'text/html',
  browserIP: '127.0.0.1',
  browserJavascriptEnabled: false,
  browserLanguage: 'en',
  browserUserAgent: 'bench',
});

const form = new URLSearchParams({
  amount: '1250',
  currency: 'bam',
  'payment_method_data[type]': 'card',
  'payment_method_data[card][number]': '4242424242424242',
  'payment_method_data[card][exp_month]': '12',
  'payment_method_data[card][exp_year]': '2034',
  'payment_method_data[card][cvc]': '123',
  'metadata[order]': '1001',
  'expand[0]': 'latest_charge',
  confirm: 'true',
  return_url: 'https://bench.example/back',
}).toString();

const paid = { intent: after([confirm(), approve()]), method: null, session: null };
const around = {
  publicUrl: 'https://kassa.example',
  clientSecrets: clientSecrets(new Secret(Buffer.alloc(32, 7))),
};

export async function benchCodecs(report: Report): Promise<void> {
  const frame = bytesOf(theirDialect);
  const encoding = [
    repeated('iso_8583 (npm)', () => theirBytes()),
    repeated('ours, their dialect', () => bytesOf(theirDialect)),
    repeated('ours, ASCII', () => bytesOf(asciiDialect)),
    repeated('ours, binary', () => bytesOf(binaryDialect)),
  ];
  const decoding = [
    repeated('iso_8583 (npm)', () => new Iso8583().getIsoJSON(frame, { lenHeader: false })),
    ...[theirDialect, asciiDialect, binaryDialect].map((dialect) => {
      const bytes = bytesOf(dialect);
      return repeated(`ours, ${dialect.name}`, () => unwrap(decode(bytes, dialect)));
    }),
  ];
  const reading = [
    repeated('JSON.parse alone', () => JSON.parse(areq)),
    repeated('parse of an AReq', () => unwrap(parse(areq, { expect: 'AReq', from: 'S' }))),
  ];
  const forms = [
    repeated('URLSearchParams, flat', () => Object.fromEntries(new URLSearchParams(form))),
    repeated('ours, nested and within limits', () => readForm(form, limits)),
  ];
  const shown = paymentIntentToStripe(paid, around);
  const answers = [
    repeated('JSON.stringify alone', () => JSON.stringify(shown)),
    repeated('to Stripe’s words and JSON', () =>
      JSON.stringify(paymentIntentToStripe(paid, around)),
    ),
  ];
  await add(report, 'ISO 8583, encode an 0100', encoding);
  await add(report, 'ISO 8583, decode an 0100', decoding);
  await add(report, '3-D Secure, read an AReq', reading);
  await add(report, 'form body of a payment, read', forms);
  await add(report, 'a PaymentIntent, written as the answer', answers);
}

const bytesOf = (dialect: Dialect) => Buffer.from(unwrap(encode(message, dialect)));

function theirBytes(): Buffer {
  const written = new Iso8583({ 0: message.mti, ...message.fields }).getRawMessage();
  if (!Buffer.isBuffer(written)) throw new Error(written.error);
  return written;
}

/** As the HTTP kernel has them. */
const limits = { depth: 8, parameters: 1000 };
const worth = 100;

function repeated(name: string, work: () => unknown): Case {
  return {
    name,
    worth,
    operate: async () => {
      for (let at = 0; at < worth; at += 1) work();
    },
  };
}

async function add(report: Report, title: string, cases: readonly Case[]): Promise<void> {
  const results = await measure(cases, { callers: 1, rounds: 7, roundMs: 200 });
  const than = cases[0]?.name ?? '';
  report.add(
    title,
    results.map(({ name, perSecond, ratio }) => {
      return { what: name, value: 1e6 / perSecond, unit: 'µs', ratio, than: `the rate of ${than}` };
    }),
  );
}
