// Where everything of a world is found: derived from the base port, nothing is fixed.

export const partyNames = [
  'gateway',
  'shop-diva',
  'shop-nordlys',
  'acquirer-zelena',
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
  'network-mozaik': 10,
  'clearing-klir': 11,
};

/** Offsets of what is no HTTP: ISO 8583 listeners, SMTP, the embedded database. */
const otherOffsets = {
  smtp: 25,
  'acquirer-zelena': 50,
  'network-mozaik': 52,
  'issuer-plava': 53,
  'issuer-fjord': 54,
  database: 60,
} as const;

export type Places = {
  readonly host: string;
  readonly basePort: number;
  port(party: PartyName): number;
  url(party: PartyName): string;
  /** ISO 8583, SMTP or database. */
  wirePort(wire: keyof typeof otherOffsets): number;
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
    basePort,
    port,
    url: (party) => `http://${reached}:${port(party)}`,
    wirePort,
    smtpUrl: `smtp://${reached}:${wirePort('smtp')}`,
  };
}

/** The schema of a party in the world's one database; no party looks into another's. */
export const schemaOf: Readonly<Record<Exclude<PartyName, 'inbox' | 'lobby'>, string>> = {
  gateway: 'gateway',
  'shop-diva': 'shop_diva',
  'shop-nordlys': 'shop_nordlys',
  'acquirer-zelena': 'acquirer_zelena',
  'network-mozaik': 'network_mozaik',
  'issuer-plava': 'issuer_plava',
  'issuer-fjord': 'issuer_fjord',
  'clearing-klir': 'clearing_klir',
};

export type BookKeeper = keyof typeof schemaOf;

export const bookKeepers = partyNames.filter(
  (name): name is BookKeeper => name !== 'inbox' && name !== 'lobby',
);
