import { liquidity, mozaik, zelena } from '../cast/banks.ts';
import { merchants } from '../cast/cast.ts';
import type { MerchantPlan } from '../cast/plans.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

const name = 'acquirer-zelena';

/** Merchants pay 3.00 % of each sale, blended: interchange and scheme fee are inside. */
const feeBasisPoints = 300;

/** A dispute costs this, won or lost, and is to be answered within so many days. */
const disputeFee = { BAM: '30.00', EUR: '15.00', NOK: '150.00', SEK: '150.00', USD: '15.00' };
const disputeDays = 20;

export const zelenaPlan: PartyPlan = {
  name,
  async start(world) {
    const { startAcquirer, configSchema } = await import('@kassa/acquirer');
    const config = configSchema.parse(settings(world));
    return startAcquirer(config, { clock: world.clock, log: world.logOf(name) });
  },
  book: () => import('@kassa/acquirer'),
};

function settings(world: WorldContext) {
  const { places, ways, keys } = world;
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    iso8583Port: places.wirePort(name),
    gatewaySignOnKey: keys.between('gateway', name),
    keysFolder: keys.folderOf(name),
    party: name,
    name: zelena.name,
    institutionId: zelena.institutionId,
    network: {
      host: new URL(places.url('network-mozaik')).hostname,
      port: ways.wirePort(name, 'network-mozaik'),
      signOnKey: keys.between(name, 'network-mozaik'),
      url: places.url('network-mozaik'),
      key: keys.between(name, 'network-mozaik'),
      institutionId: mozaik.institutionId,
    },
    clearingHouse: {
      url: places.url('clearing-klir'),
      key: keys.between(name, 'clearing-klir'),
      deliveryKey: keys.between('clearing-klir', name),
      memberCode: zelena.clearingCode,
      account: zelena.clearingCode,
      liquidity: { ...liquidity },
    },
    gatewayKey: keys.between('gateway', name),
    merchants: merchants.map((merchant) => contractOf(world, merchant)),
  };
}

function contractOf({ keys }: WorldContext, merchant: MerchantPlan) {
  const { mid, tid, city, country, mcc, iban } = merchant;
  return {
    mid,
    terminals: [tid],
    name: merchant.name,
    city,
    country,
    mcc,
    currencies: ['*'],
    fee: { basisPoints: feeBasisPoints },
    dispute: { days: disputeDays, fee: { ...disputeFee } },
    payout: { iban, holder: merchant.legalName },
    key: keys.between(merchant.accountId, name),
  };
}
