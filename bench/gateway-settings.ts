// How the bench's gateway is set up: as its own settings are when nothing is said, but for limits on
// single callers and seats at the acquirer, which would measure themselves.

import type { ConfigInput } from '@kassa/gateway';

export type GatewaySettings = {
  readonly databaseUrl: string;
  readonly schema: string;
  /** For keys and log. */
  readonly folder: string;
  readonly bank: { readonly url: string; readonly acquirerPort: number };
  readonly merchants: number;
  /** Where the first merchant is told of its payments. */
  readonly webhookUrl?: string;
  /** False: every unit of work commits alone. */
  readonly areUnitsTogether?: boolean;
  /** False: the acquirer is in the gateway's own process. */
  readonly hasHop?: boolean;
};

const provider = 'bank';
export const controlKey = 'control-key-of-the-bench';
export const keyOf = (merchant: number) => `sk_test_${nameOf(merchant)}`;
export const accountOf = (merchant: number) => `acct_${nameOf(merchant)}` as const;
export const midOf = (merchant: number) => String(merchant).padStart(15, '0');

const nameOf = (merchant: number) => `bench${merchant}`;

export function configOf(settings: GatewaySettings): ConfigInput {
  const { databaseUrl, schema, folder, bank, webhookUrl } = settings;
  return {
    ...{ databaseUrl, schema, port: 0, controlKey, keysFolder: `${folder}/keys` },
    directoryServer: { url: bank.url, key: 'gateway-at-the-directory-server' },
    acquirers: [
      {
        name: provider,
        port: bank.acquirerPort,
        signOnKey: 'gateway-signs-on-at-the-bank',
        institutionId: '10070',
        url: bank.url,
        key: 'gateway-at-the-bank',
        inFlightMax: 1_024,
      },
    ],
    merchants: Array.from({ length: settings.merchants }, (_, at) => merchantOf(at, webhookUrl)),
    rateLimit: { perSecond: 1_000_000, burst: 1_000_000 },
    capacity: { confirmsMax: 1_024 },
    webhooks: { allowPrivateAddresses: true },
    testCards: [
      { number: '4242424242424242', note: 'Approved', tokens: ['pm_card_visa', 'tok_visa'] },
    ],
  };
}

function merchantOf(at: number, webhookUrl: string | undefined): ConfigInput['merchants'][number] {
  const isTold = at === 0 && webhookUrl !== undefined;
  return {
    accountId: accountOf(at),
    ...{ name: `Bench ${at}`, country: 'BA', city: 'Sarajevo', mcc: '5977', currency: 'BAM' },
    url: 'https://bench.example',
    brand: { name: 'Bench', colour: '#8e2a5b', accent: '#e9a6b7' },
    acquirer: { provider, merchantId: midOf(at), terminalId: String(at).padStart(8, '0') },
    secretKeys: [keyOf(at)],
    publishableKeys: [keyOf(at).replace('sk', 'pk')],
    webhooks: isTold ? [{ url: webhookUrl, secret: 'whsec_bench' }] : [],
  };
}
