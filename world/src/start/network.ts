import { type AcquirerParty, acquirers } from '../cast/acquirers.ts';
import { cardRanges, fjord, type Institution, mozaik, plava } from '../cast/banks.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

const name = 'network-mozaik';

export const mozaikPlan: PartyPlan = {
  name,
  async start(world) {
    const { startNetwork, configSchema } = await import('@kassa/network');
    const config = configSchema.parse(settings(world));
    return startNetwork(config, { clock: world.clock, log: world.logOf(name) });
  },
  book: () => import('@kassa/network'),
};

function settings(world: WorldContext) {
  const { places, ways, keys } = world;
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    switchPort: places.wirePort(name),
    url: places.url(name),
    keysFolder: keys.folderOf(name),
    name: mozaik.name,
    party: name,
    institutionId: mozaik.institutionId,
    members: [
      ...acquirers.map(({ party, bank }) => ({
        ...memberOf(bank),
        acquirer: acquirerOf(world, party),
      })),
      { ...memberOf(plava), issuer: accessOf(world, 'issuer-plava') },
      { ...memberOf(fjord), issuer: accessOf(world, 'issuer-fjord') },
    ],
    cardRanges: cardRanges.map(({ prefix, issuer, product, country }) => ({
      prefix,
      issuerId: issuer.institutionId,
      product,
      country,
    })),
    clearingHouse: {
      url: places.url('clearing-klir'),
      key: keys.between(name, 'clearing-klir'),
      notificationKey: keys.between('clearing-klir', name),
      settlementAccount: mozaik.clearingCode,
    },
    threeDSServers: [
      {
        origin: places.url('gateway'),
        reachedAt: ways.url(name, 'gateway'),
        key: keys.between('gateway', name),
      },
    ],
  };
}

function memberOf(bank: Institution) {
  const { institutionId: id, party, name, country, clearingCode } = bank;
  return { id, party, name, country, clearingCode };
}

function acquirerOf({ places, keys }: WorldContext, party: AcquirerParty) {
  const key = keys.between(party, name);
  return { key, signOnKey: key, url: places.url(party) };
}

function accessOf({ places, ways, keys }: WorldContext, party: 'issuer-plava' | 'issuer-fjord') {
  const url = places.url(party);
  const key = keys.between(name, party);
  const line = { host: new URL(url).hostname, port: ways.wirePort(name, party), signOnKey: key };
  return { ...line, url, key, acsUrl: ways.url(name, party) };
}
