// The links of the world that can be broken, read from the list of parties: who is added there is
// here too. A link has one or several lines; each line is a proxy with a port of its own.

import { type PartyName, type Places, type ProxyRow, partyNames } from '../places.ts';
import type { Protocol } from './fault.ts';

export type Line = {
  readonly link: string;
  readonly from: PartyName;
  readonly to: PartyName | 'database';
  readonly protocol: Protocol;
  /** How ISO 8583 is written on it. */
  readonly dialect?: 'ascii' | 'binary';
  /** Where the caller finds the proxy. */
  readonly host: string;
  readonly port: number;
  readonly target: { readonly host: string; readonly port: number };
};

/** A group is a name for all links between the same kinds of parties. */
export type Link = {
  readonly name: string;
  readonly group: string;
  readonly lines: readonly Line[];
};

type Row = {
  readonly group: string;
  readonly link: string;
  readonly from: PartyName;
  readonly to: PartyName;
  readonly wire: 'ascii' | 'binary' | 'http';
  readonly ports: ProxyRow;
  /** Counts the pairs of a row of ports. */
  readonly index: number;
};

const named = (kind: string) => partyNames.filter((name) => name.startsWith(`${kind}-`));
const short = (party: PartyName) => party.slice(party.indexOf('-') + 1);

const shops = named('shop');
const acquirers = named('acquirer');
const issuers = named('issuer');
const network = 'network-mozaik';

const rows: readonly Row[] = [
  ...shops.map((shop, index): Row => {
    const link = `${shop}-gateway`;
    const ports = 'shop to gateway';
    return { group: 'shop-gateway', link, from: shop, to: 'gateway', wire: 'http', ports, index };
  }),
  ...acquirers.flatMap((acquirer, index): Row[] => {
    const link = `gateway-${acquirer}`;
    const pair = { group: 'gateway-acquirer', link, from: 'gateway', to: acquirer, index } as const;
    return [
      { ...pair, wire: 'ascii', ports: 'gateway to acquirer' },
      { ...pair, wire: 'http', ports: 'gateway to acquirer, reports' },
    ];
  }),
  ...acquirers.map((acquirer, index): Row => {
    const link = `${acquirer}-network`;
    const pair = { group: 'acquirer-network', link, from: acquirer, to: network, index } as const;
    return { ...pair, wire: 'binary', ports: 'acquirer to network' };
  }),
  ...issuers.map((issuer, index): Row => {
    const pair = { from: network, to: issuer, wire: 'binary', index } as const;
    return {
      ...pair,
      group: 'network-issuer',
      link: `network-${issuer}`,
      ports: 'network to issuer',
    };
  }),
  ...(['gateway', network] as const).map((from, index): Row => {
    const pair = { from, to: from === network ? 'gateway' : network, wire: 'http', index } as const;
    return { ...pair, group: 'gateway-ds', link: 'gateway-ds', ports: 'gateway and DS' };
  }),
  ...issuers.flatMap((issuer, index): Row[] => {
    const pair = { group: 'ds-acs', link: `ds-acs-${short(issuer)}`, wire: 'http', index } as const;
    return [
      { ...pair, from: network, to: issuer, ports: 'DS to ACS' },
      { ...pair, from: issuer, to: network, ports: 'ACS to DS' },
    ];
  }),
  ...shops.map((shop, index): Row => {
    const pair = { group: 'gateway-shop', link: `gateway-${shop}`, index } as const;
    return { ...pair, from: 'gateway', to: shop, wire: 'http', ports: 'gateway to shop' };
  }),
];

const databaseLink = 'gateway-database';

/** Every name of a link, and of a group, with the links that it stands for. */
export const linkNames: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...rows.map(({ link }) => [link, [link]] as const),
  ...rows.map(({ group }) => [group, linksOfGroup(group)] as const),
  [databaseLink, [databaseLink]] as const,
]);

/** The links on which one of these parties calls. */
export function linksOf(
  places: Places,
  callers: readonly PartyName[],
  databaseUrl: string,
): Link[] {
  const groups = new Map(rows.map(({ link, group }) => [link, group]));
  const lines = [...rows.map((row) => lineOf(places, row)), ...databaseLines(places, databaseUrl)];
  const here = lines.filter(({ from }) => callers.includes(from));
  return [...new Set(here.map(({ link }) => link))].map((name) => ({
    name,
    group: groups.get(name) ?? name,
    lines: here.filter(({ link }) => link === name),
  }));
}

function lineOf(places: Places, row: Row): Line {
  const { link, from, to, wire, ports, index } = row;
  const port = places.proxyPort(ports, index);
  const host = places.reached;
  const common = { link, from, to, host, port };
  if (wire === 'http') {
    return { ...common, protocol: 'http', target: { host, port: places.port(to) } };
  }
  const target = { host, port: places.listenerPort(to) };
  return { ...common, protocol: 'iso8583', dialect: wire, target };
}

/** A server that is reached by a socket file has no port to stand in for. */
function databaseLines(places: Places, databaseUrl: string): Line[] {
  const url = new URL(databaseUrl);
  if (url.hostname === '' || url.searchParams.has('host')) return [];
  const target = { host: decodeURIComponent(url.hostname), port: Number(url.port || 5432) };
  const port = places.proxyPort('gateway to database', 0);
  const ends = { link: databaseLink, from: 'gateway', to: 'database' } as const;
  return [{ ...ends, protocol: 'bytes', host: places.reached, port, target }];
}

function linksOfGroup(group: string): string[] {
  return [...new Set(rows.filter((row) => row.group === group).map(({ link }) => link))];
}
