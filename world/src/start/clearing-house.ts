import {
  collateral,
  crvena,
  debitCaps,
  fjord,
  type Institution,
  liquidity,
  mozaik,
  plava,
  zelena,
} from '../cast/banks.ts';
import { isPartyName, type PartyName, schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

const name = 'clearing-klir';

export const klirPlan: PartyPlan = {
  name,
  async start(world) {
    const { startClearingHouse } = await import('@kassa/clearing-house');
    return startClearingHouse(settings(world), { clock: world.clock, log: world.logOf(name) });
  },
  book: () => import('@kassa/clearing-house'),
};

function settings(world: WorldContext) {
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    members: [
      ...[zelena, crvena, plava, fjord].map((bank) => ({
        ...memberOf(world, bank, liquidity),
        debitCaps,
        collateral,
      })),
      // The network's account is passed through: it is empty at the end of every settlement.
      memberOf(world, mozaik, {}),
    ],
  };
}

function memberOf(world: WorldContext, bank: Institution, opening: Record<string, string>) {
  const party = partyOf(bank);
  return {
    code: bank.clearingCode,
    name: bank.name,
    party,
    url: world.places.url(party),
    key: world.keys.between(party, name),
    deliveryKey: world.keys.between(name, party),
    bankCodes: [...bank.bankCodes],
    liquidity: opening,
  };
}

export function partyOf(bank: Institution): PartyName {
  if (isPartyName(bank.party)) return bank.party;
  throw new Error(`no party is called ${bank.party}`);
}
