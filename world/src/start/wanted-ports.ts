import type { PartyName, Places } from '../places.ts';
import type { WantedPort } from './free-ports.ts';

const listenersBesideHttp = {
  inbox: 'smtp',
  'acquirer-zelena': 'acquirer-zelena',
  'acquirer-crvena': 'acquirer-crvena',
  'network-mozaik': 'network-mozaik',
  'issuer-plava': 'issuer-plava',
  'issuer-fjord': 'issuer-fjord',
} as const;

type Other = keyof typeof listenersBesideHttp;
const hasOther = (party: PartyName): party is Other => party in listenersBesideHttp;

/** Every port that these parties listen on. */
export function wantedPorts(
  places: Places,
  parties: readonly PartyName[],
  gatewayPort?: number,
): WantedPort[] {
  const wanted = parties.flatMap((party): WantedPort[] => {
    const own = party === 'gateway' ? gatewayPort : undefined;
    const pages = { port: own ?? places.port(party), for: party };
    if (!hasOther(party)) return [pages];
    const protocol = party === 'inbox' ? 'SMTP' : 'ISO 8583';
    const wire = places.wirePort(listenersBesideHttp[party]);
    return [pages, { port: wire, for: `${party}, ${protocol}` }];
  });
  return wanted.sort((one, other) => one.port - other.port);
}
