// Where everything of a world is found: derived from the base port, nothing is fixed.

export const partyNames = [
  'gateway',
  'shop-diva',
  'shop-nordlys',
  'acquirer-zelena',
  'acquirer-crvena',
  'network-mozaik',
  'issuer-plava',
  'issuer-fjord',
  'clearing-klir',
  'inbox',
  'lobby',
] as const;

export type PartyName = (typeof partyNames)[number];

export const isPartyName = (text: string): text is PartyName =>
  partyNames.some((name) => name === text);

/** Offsets from the base port: the pages and APIs. */
const httpOffsets: Readonly<Record<PartyName, number>> = {
  lobby: 0,
  gateway: 1,
  'shop-diva': 2,
  'shop-nordlys': 3,
  'issuer-plava': 4,
  'issuer-fjord': 5,
  inbox: 6,
  'acquirer-zelena': 8,
  'acquirer-crvena': 9,
  'network-mozaik': 10,
  'clearing-klir': 11,
};

/** Offsets of what is no HTTP: ISO 8583 listeners, SMTP, the embedded database. */
const otherOffsets = {
  smtp: 25,
  'acquirer-zelena': 50,
  'acquirer-crvena': 51,
  'network-mozaik': 52,
  'issuer-plava': 53,
  'issuer-fjord': 54,
  database: 60,
} as const;

const hasListener = (party: PartyName): party is PartyName & keyof typeof otherOffsets =>
  party in otherOffsets;

/**
 * Offsets of the fault box's proxies: each kind of line has a row, each pair of parties a port in it,
 * in the order of the parties above.
 */
const proxyOffsets = {
  'shop to gateway': 100,
  'gateway to acquirer': 110,
  'gateway to acquirer, reports': 120,
  'acquirer to network': 130,
  'network to issuer': 140,
  'gateway and DS': 150,
  'DS to ACS': 160,
  'ACS to DS': 170,
  'gateway to shop': 180,
  'gateway to database': 190,
} as const;

export type ProxyRow = keyof typeof proxyOffsets;

/** A world owns the ports from its base to here. */
export const offsetMax = 199;

export type Places = {
  readonly host: string;
  /** The address at which programs of this machine find the others. */
  readonly reached: string;
  readonly basePort: number;
  port(party: PartyName): number;
  url(party: PartyName): string;
  /** ISO 8583, SMTP or database. */
  wirePort(wire: keyof typeof otherOffsets): number;
  /** The ISO 8583 listener of a party that has one. */
  listenerPort(party: PartyName): number;
  proxyPort(row: ProxyRow, index: number): number;
  readonly smtpUrl: string;
};

export function placesOf(settings: { readonly host: string; readonly port: number }): Places {
  const { host, port: basePort } = settings;
  // Whoever listens everywhere is reached here.
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host;
  const port = (party: PartyName) => basePort + httpOffsets[party];
  const wirePort = (wire: keyof typeof otherOffsets) => basePort + otherOffsets[wire];
  return {
    host,
    reached,
    basePort,
    port,
    url: (party) => `http://${reached}:${port(party)}`,
    wirePort,
    listenerPort: (party) => {
      if (hasListener(party)) return wirePort(party);
      throw new Error(`${party} has no ISO 8583 listener`);
    },
    proxyPort: (row, index) => basePort + proxyOffsets[row] + index,
    smtpUrl: `smtp://${reached}:${wirePort('smtp')}`,
  };
}

/** The schema of a party in the world's one database; no party looks into another's. */
export const schemaOf: Readonly<Record<Exclude<PartyName, 'inbox' | 'lobby'>, string>> = {
  gateway: 'gateway',
  'shop-diva': 'shop_diva',
  'shop-nordlys': 'shop_nordlys',
  'acquirer-zelena': 'acquirer_zelena',
  'acquirer-crvena': 'acquirer_crvena',
  'network-mozaik': 'network_mozaik',
  'issuer-plava': 'issuer_plava',
  'issuer-fjord': 'issuer_fjord',
  'clearing-klir': 'clearing_klir',
};

export type BookKeeper = keyof typeof schemaOf;

export const bookKeepers = partyNames.filter(
  (name): name is BookKeeper => name !== 'inbox' && name !== 'lobby',
);
