import { assert } from '@kassa/result';
import { type AcquirerTerms, acquirers } from '../cast/acquirers.ts';
import { merchants, testCards, tokenCards } from '../cast/cast.ts';
import { accountsOfMerchants } from '../cast/merchant-accounts.ts';
import { operators } from '../cast/operators.ts';
import type { CardPlan, MerchantPlan } from '../cast/plans.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

/** The part of a brand that travels. */
type Look = { readonly name: string; readonly colour: string; readonly accent: string };

const name = 'gateway';

export const gatewayPlan: PartyPlan = {
  name,
  async start(world) {
    const [{ startGateway, startWorkers, configSchema }, { brands }] = await Promise.all([
      import('@kassa/gateway'),
      import('@kassa/shop'),
    ]);
    const input = {
      ...settings(world),
      merchants: merchants.map((one) =>
        merchantOf(world, one, one.slug === undefined ? plainLook(one) : brands[one.slug]),
      ),
    };
    configSchema.parse(input);
    const { clock, workers } = world;
    const log = world.logOf(name);
    if (workers > 1) return startWorkers(input, { count: workers, clock, log });
    return startGateway(input, { clock, log });
  },
  book: () => import('@kassa/gateway'),
};

function settings(world: WorldContext) {
  const { places, ways, keys } = world;
  return {
    ...commonSettings(world, name),
    port: world.gatewayPort ?? places.port(name),
    schema: schemaOf[name],
    publicUrl: places.url(name),
    keysFolder: keys.folderOf(name),
    directoryServer: {
      url: ways.url(name, 'network-mozaik'),
      key: keys.between(name, 'network-mozaik'),
    },
    acquirers: acquirers.map(({ party, bank }) => ({
      name: party,
      host: new URL(places.url(party)).hostname,
      port: ways.wirePort(name, party),
      signOnKey: keys.between(name, party),
      institutionId: bank.institutionId,
      url: ways.url(name, party),
      key: keys.between(name, party),
    })),
    reconciliation: {
      statementsFrom: accountsOfMerchants.map(({ merchant, bank }) => ({
        account: merchant.accountId,
        bank: bank.name,
        key: keys.between(merchant.accountId, bank.party),
      })),
    },
    operators: [...operators],
    // Its few declining cards are tried again and again, and no network minds.
    retries: { neverAgain: false, retriesMax: 10_000 },
    // Its shops are programs on this machine.
    webhooks: { allowPrivateAddresses: true },
    testCards: [
      ...testCards.map(cardOf),
      ...tokenCards.map((card) => ({ ...cardOf(card), isOffered: false })),
    ],
  };
}

/** What the shop handed over when it signed up, its logo with it. */
function merchantOf({ places, ways }: WorldContext, merchant: MerchantPlan, brand: Look) {
  const { slug, restrictedKey, webhookSecret } = merchant;
  const shop = slug && (`shop-${slug}` as const);
  const [first, ...others] = acquirers.flatMap((terms) => contractWith(terms, merchant));
  assert(first, `${merchant.name} has a contract with an acquirer`);
  return {
    accountId: merchant.accountId,
    name: merchant.name,
    country: merchant.country,
    city: merchant.city,
    url: shop ? places.url(shop) : `https://${merchant.name.toLowerCase()}.example`,
    mcc: merchant.mcc,
    currency: merchant.currency,
    brand,
    acquirer: first,
    otherAcquirers: others,
    secretKeys: [merchant.secretKey],
    publishableKeys: [merchant.publishableKey],
    restrictedKeys: restrictedKey ? [restrictedKey] : [],
    webhooks:
      shop && webhookSecret
        ? [{ url: `${ways.url(name, shop)}/webhooks/kassa`, secret: webhookSecret }]
        : [],
  };
}

const plainLook = ({ name, colour, accent }: MerchantPlan): Look => ({ name, colour, accent });

/** What merchant and bank have agreed on, as the router reads it; none, where they have nothing. */
function contractWith({ party, fee }: AcquirerTerms, { contracts, isPlatform }: MerchantPlan) {
  const contract = contracts[party];
  if (contract === undefined) return [];
  const payouts = isPlatform ? ('instructed' as const) : ('daily' as const);
  const { mid, tid } = contract;
  const agreed = { ...(contract.fee ?? fee) };
  return [{ provider: party, merchantId: mid, terminalId: tid, fee: agreed, payouts }];
}

function cardOf({ number, does, expiry, expiryRule, cvc, tokens = [] }: CardPlan) {
  const printed = `${expiry.slice(2)} / ${expiry.slice(0, 2)}`;
  return {
    number,
    note: does,
    tokens: tokens.flatMap((name) => [`pm_card_${name}`, `tok_${name}`]),
    ...(expiryRule === 'exact' && cvc !== undefined ? { expiry: printed } : {}),
    ...(cvc === undefined ? {} : { cvc }),
  };
}
