// Opens the fault box of a world: a proxy on each line, and the ways by which parties are told to
// reach one another.

import type { PartyName, Places } from '../places.ts';
import type { WantedPort } from '../start/free-ports.ts';
import type { LineProxy } from './door.ts';
import { type FaultBox, openFaultBox } from './fault-box.ts';
import { startHttpProxy } from './http-proxy.ts';
import type { Line, Link } from './lines.ts';
import { startTcpProxy } from './tcp-proxy.ts';

export type LinkState = {
  readonly name: string;
  readonly group: string;
  readonly lines: readonly {
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly port: number;
  }[];
  /** Faults on it that are in their time. */
  readonly faults: readonly number[];
  readonly state: 'whole' | 'broken';
};

export type Faults = Omit<
  FaultBox,
  'decide' | 'isWatched' | 'onChange' | 'close' | 'befallsAll'
> & {
  links(): LinkState[];
};

export type OpenFaults = {
  readonly faults: Faults;
  close(): Promise<void>;
};

/** Ports that its proxies listen on. */
export function proxyPorts(links: readonly Link[]): WantedPort[] {
  const lines = links.flatMap((link) => link.lines);
  return lines.map(({ port, from, to }) => ({ port, for: `fault box, ${from} to ${to}` }));
}

export async function openFaults(options: {
  readonly links: readonly Link[];
  readonly seed: number;
  /** In their text form; one that is wrong is thrown. */
  readonly set: readonly string[];
}): Promise<OpenFaults> {
  const { links, seed } = options;
  const protocols = links.map(
    ({ name, lines }) => [name, lines.map(({ protocol }) => protocol)] as const,
  );
  const box = openFaultBox({ seed, links: new Map(protocols) });
  for (const text of options.set) {
    const set = box.set(text);
    if (!set.ok) throw new Error(set.error);
  }
  const proxies: LineProxy[] = [];
  const close = async () => {
    box.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  };
  try {
    for (const line of links.flatMap((link) => link.lines)) proxies.push(await start(line, box));
  } catch (error) {
    await close();
    throw error;
  }
  return { faults: { ...box, links: () => links.map((link) => stateOf(link, box)) }, close };
}

function start(line: Line, box: FaultBox): Promise<LineProxy> {
  return line.protocol === 'http' ? startHttpProxy(line, box) : startTcpProxy(line, box);
}

function stateOf({ name, group, lines }: Link, box: FaultBox): LinkState {
  const on = box.standing().filter((one) => one.isInTime && one.links.includes(name));
  return {
    name,
    group,
    lines: lines.map(({ from, to, protocol, port }) => ({ from, to, protocol, port })),
    faults: on.map(({ number }) => number),
    state: on.length === 0 ? 'whole' : 'broken',
  };
}

/** How one party is told to reach another. */
export type Ways = {
  url(from: PartyName, to: PartyName): string;
  /** Of an ISO 8583 listener. */
  wirePort(from: PartyName, to: PartyName): number;
  /** The database as this party reaches it. */
  databaseUrl(from: PartyName): string;
};

export function waysThrough(
  links: readonly Link[],
  { places, databaseUrl }: { readonly places: Places; readonly databaseUrl: string },
): Ways {
  const lines = links.flatMap((link) => link.lines);
  const portOf = (from: string, to: string, protocol: Line['protocol']) =>
    lines.find((line) => line.from === from && line.to === to && line.protocol === protocol)?.port;
  const { reached } = places;
  return {
    url(from, to) {
      const port = portOf(from, to, 'http');
      return port === undefined ? places.url(to) : `http://${reached}:${port}`;
    },
    wirePort: (from, to) => portOf(from, to, 'iso8583') ?? places.listenerPort(to),
    databaseUrl(from) {
      const port = portOf(from, 'database', 'bytes');
      if (port === undefined) return databaseUrl;
      const url = new URL(databaseUrl);
      url.hostname = reached;
      url.port = String(port);
      return url.href;
    },
  };
}
