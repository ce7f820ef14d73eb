import { type AcquirerTerms, crvenaTerms, type Fee, zelenaTerms } from '../cast/acquirers.ts';
import { liquidity, mozaik } from '../cast/banks.ts';
import { merchants } from '../cast/cast.ts';
import type { MerchantPlan } from '../cast/plans.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

/** A dispute costs this, won or lost, and is to be answered within so many days. */
const disputeFee = { BAM: '30.00', EUR: '15.00', NOK: '150.00', SEK: '150.00', USD: '15.00' };
const disputeDays = 20;

export const zelenaPlan = planFor(zelenaTerms);
export const crvenaPlan = planFor(crvenaTerms);

/** The same program for both banks, each with a schema, a book and keys of its own. */
function planFor(terms: AcquirerTerms): PartyPlan {
  const name = terms.party;
  return {
    name,
    async start(world) {
      const { startAcquirer, configSchema } = await import('@kassa/acquirer');
      const config = configSchema.parse(settings(world, terms));
      return startAcquirer(config, { clock: world.clock, log: world.logOf(name) });
    },
    book: () => import('@kassa/acquirer'),
  };
}

function settings(world: WorldContext, terms: AcquirerTerms) {
  const { places, ways, keys } = world;
  const { party: name, bank, brand, referenceBin } = terms;
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    iso8583Port: places.wirePort(name),
    gatewaySignOnKey: keys.between('gateway', name),
    keysFolder: keys.folderOf(name),
    party: name,
    name: bank.name,
    institutionId: bank.institutionId,
    brand,
    referenceBin,
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
      memberCode: bank.clearingCode,
      account: bank.clearingCode,
      liquidity: { ...liquidity },
    },
    gatewayKey: keys.between('gateway', name),
    merchants: merchants.flatMap((merchant) => contractOf(world, terms, merchant)),
  };
}

const feeOf = (fee: Fee) => ({ ...fee, fixed: { ...fee.fixed } });

/** None, where the two have none. */
function contractOf({ keys }: WorldContext, { party, fee }: AcquirerTerms, merchant: MerchantPlan) {
  const contract = merchant.contracts[party];
  if (contract === undefined) return [];
  const { city, country, mcc, iban, isPlatform = false } = merchant;
  const terms = {
    mid: contract.mid,
    terminals: [contract.tid],
    name: merchant.name,
    city,
    country,
    mcc,
    currencies: ['*'],
    fee: feeOf(contract.fee ?? fee),
    ...(contract.reserve && { reserve: { ...contract.reserve } }),
    dispute: { days: disputeDays, fee: { ...disputeFee } },
    payout: { iban, holder: merchant.legalName, by: isPlatform ? 'instruction' : 'day' },
    sellsForOthers: isPlatform,
    key: keys.between(merchant.accountId, party),
  };
  return [terms];
}
