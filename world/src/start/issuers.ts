import { fjord, type Institution, liquidity, mozaik, plava, rates } from '../cast/banks.ts';
import { fjordCustomers, plavaCustomers } from '../cast/cast.ts';
import { accountsOfMerchants } from '../cast/merchant-accounts.ts';
import type { CustomerPlan } from '../cast/plans.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

type IssuerName = 'issuer-plava' | 'issuer-fjord';

export const plavaPlan = planOf('issuer-plava', (world) => ({
  ...bankSettings(world, 'issuer-plava', plava, plavaCustomers),
  countryNumeric: '070',
  currency: 'BAM',
  brand: { colour: '#1d4f91', accent: '#8fb8e8', mark: 'wave' },
}));

export const fjordPlan = planOf('issuer-fjord', (world) => ({
  ...bankSettings(world, 'issuer-fjord', fjord, fjordCustomers),
  countryNumeric: '578',
  currency: 'NOK',
  brand: { colour: '#0f5e66', accent: '#8fd0c4', mark: 'fjord' },
}));

function planOf(name: IssuerName, settings: (world: WorldContext) => object): PartyPlan {
  return {
    name,
    async start(world) {
      const { startIssuer, configSchema } = await import('@kassa/issuer');
      const config = configSchema.parse(settings(world));
      return startIssuer(config, { clock: world.clock, log: world.logOf(name) });
    },
    book: () => import('@kassa/issuer'),
  };
}

function bankSettings(
  world: WorldContext,
  name: IssuerName,
  bank: Institution,
  customers: readonly CustomerPlan[],
) {
  const { places, ways, keys } = world;
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    iso8583Port: places.wirePort(name),
    url: places.url(name),
    keysFolder: keys.folderOf(name),
    party: name,
    name: bank.name,
    institutionId: bank.institutionId,
    country: bank.country,
    network: {
      url: ways.url(name, 'network-mozaik'),
      signOnKey: keys.between('network-mozaik', name),
      key: keys.between('network-mozaik', name),
      institutionId: mozaik.institutionId,
    },
    clearingHouse: {
      key: keys.between('clearing-klir', name),
      url: places.url('clearing-klir'),
      ownKey: keys.between(name, 'clearing-klir'),
    },
    statementsTo: accountsOfMerchants
      .filter((one) => one.bank.party === name)
      .map(({ merchant }) => ({
        iban: merchant.iban,
        url: `${places.url('gateway')}/bank-statements`,
        key: keys.between(merchant.accountId, name),
      })),
    // More than a real bank allows: who tries the demo out asks for many codes.
    acs: { challengesPerHour: 30 },
    inboxUrl: places.url('inbox'),
    seed: {
      reserves: Object.entries(liquidity).map(([currency, major]) => ({
        currency,
        minor: Math.round(Number(major) * 100),
      })),
      rates: [...rates],
      customers: customers.map(seedOf),
    },
  };
}

/** The plans name their fields as the bank's seed does; what the bank need not know is left out. */
function seedOf(customer: CustomerPlan) {
  const { id, number, password, kind, name, phone, language, accounts } = customer;
  return {
    id,
    number,
    password,
    kind,
    name,
    phone,
    language,
    accounts: accounts.map((account) => ({
      ...account,
      cards: account.card === undefined ? [] : [cardOf(account.card)],
    })),
  };
}

function cardOf(card: NonNullable<CustomerPlan['accounts'][number]['card']>) {
  const { number: pan, expiry, expiryRule, cvc, cvcRule, authentication, status } = card;
  const { history = [], limits = {}, disputes } = card;
  const rules = { expiryRule, cvc, cvcRule, authentication, status, disputes };
  return { pan, expiry, ...rules, history, limits };
}
