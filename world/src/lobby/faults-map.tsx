// The links as a map: who speaks with whom through the fault box, and what is broken, in red. Places
// are reckoned from the list of parties; where several have the same part, they share the width.

import type { LinkState } from '../faults/open-faults.ts';
import { type PartyName, partyNames } from '../places.ts';
import { titles } from '../start/announce.ts';

const width = 604;
const box = { width: 166, height: 56 };
const rows = { shop: 44, gateway: 204, acquirer: 364, network: 524, issuer: 684 } as const;

type Point = { readonly x: number; readonly y: number };
type Node = Point & { readonly id: string; readonly name: string };

const named = (kind: string) => partyNames.filter((name) => name.startsWith(`${kind}-`));

function inARow(kind: 'shop' | 'acquirer' | 'issuer', from: number, to: number): Node[] {
  const parties = named(kind);
  const step = (to - from) / parties.length;
  return parties.map((id, index) => nodeOf(id, from + step * (index + 0.5), rows[kind]));
}

function nodeOf(id: PartyName, x: number, y: number): Node {
  return { id, name: titles[id].split(',')[0] ?? id, x, y };
}

const nodes: readonly Node[] = [
  ...inARow('shop', 0, 400),
  nodeOf('gateway', 200, rows.gateway),
  { id: 'database', name: 'PostgreSQL', x: 500, y: rows.gateway },
  ...inARow('acquirer', 40, 400),
  nodeOf('network-mozaik', 200, rows.network),
  ...inARow('issuer', 0, 400),
];

/** Two links between the same two stand side by side, at the end where there are many of these. */
const asides: Readonly<Record<string, number>> = {
  'shop-gateway': -45,
  'gateway-shop': 45,
  'network-issuer': -45,
  'ds-acs': 45,
};

const words: Readonly<Record<string, string>> = {
  'shop-gateway': 'API',
  'gateway-shop': 'webhooks',
  'gateway-acquirer': 'ISO 8583, reports',
  'acquirer-network': 'ISO 8583',
  'network-issuer': 'ISO 8583',
  'ds-acs': '3-D Secure',
  'gateway-ds': '3-D Secure',
  'gateway-database': 'SQL',
};

export function FaultsMap({ links }: { links: readonly LinkState[] }) {
  const drawn = links.map((link) => ({ link, way: wayOf(link, links) }));
  return (
    <svg className="map" viewBox={`0 0 ${width} 730`} role="img" aria-label={said(links)}>
      {drawn.map(({ link, way }) => (
        <path key={link.name} className={`wire wire-${link.state}`} d={way.path} />
      ))}
      {nodes.map(({ id, name, x, y }) => (
        <g key={id} className={`node-${id}`}>
          <rect
            className="node-box"
            x={x - box.width / 2}
            y={y - box.height / 2}
            width={box.width}
            height={box.height}
            rx="12"
          />
          <text className="node-name node-middle" x={x} y={y + 7}>
            {name}
          </text>
        </g>
      ))}
      {drawn.map(({ link, way }) => (
        <LinkLabel key={link.name} link={link} way={way} />
      ))}
    </svg>
  );
}

function LinkLabel({ link, way }: { link: LinkState; way: Way }) {
  const text = words[link.group] ?? link.group;
  const shown = link.state === 'broken' ? `✕ ${text}` : text;
  const half = shown.length * 4.6 + 6;
  const { x, y } = way.label;
  return (
    <g className={`link-${link.state}`}>
      <rect
        className="wire-label-back"
        x={x - half}
        y={y - 12}
        width={half * 2}
        height={23}
        rx="7"
      />
      <text className="wire-label" x={x} y={y + 5}>
        {shown}
      </text>
    </g>
  );
}

/** The same for those who do not see it. */
function said(links: readonly LinkState[]): string {
  const broken = links.filter(({ state }) => state === 'broken').map(({ name }) => name);
  if (broken.length === 0) return `${links.length} links, none is broken`;
  return `${links.length} links; broken: ${broken.join(', ')}`;
}

type Way = { readonly path: string; readonly label: Point };

function wayOf(link: LinkState, links: readonly LinkState[]): Way {
  const [line] = link.lines;
  const at = (id: string | undefined) => nodes.find((node) => node.id === id) ?? nodeless;
  const ends = [at(line?.from), at(line?.to)].sort((one, other) => one.y - other.y);
  const [top = nodeless, bottom = nodeless] = ends;
  if (link.group === 'gateway-database') {
    return {
      path: `M${top.x} ${top.y}H${bottom.x}`,
      label: { x: (top.x + bottom.x) / 2, y: top.y },
    };
  }
  if (link.group === 'gateway-ds') return pastTheAcquirers(top, bottom);
  return downwards(link, links, { top, bottom });
}

const nodeless: Node = { id: '', name: '', x: 0, y: 0 };

function pastTheAcquirers(top: Point, bottom: Point): Way {
  const [fromX, x] = [top.x + 64, 470];
  const [from, to] = [top.y + box.height / 2, bottom.y];
  const begins = `M${fromX} ${from}C${fromX} ${from + 54} ${x} ${from + 24} ${x} ${from + 84}`;
  return {
    path: `${begins}V${to - 50}Q${x} ${to} ${x - 50} ${to}H${bottom.x}`,
    label: { x, y: (from + to) / 2 },
  };
}

/** From one row to the next: spread over the box of the one, so that no two lines cross. */
function downwards(
  link: LinkState,
  links: readonly LinkState[],
  { top, bottom }: { readonly top: Node; readonly bottom: Node },
): Way {
  const isHubBelow = bottom.id === 'gateway' || bottom.id === 'network-mozaik';
  const [hub, leaf] = isHubBelow ? [bottom, top] : [top, bottom];
  const group = new Set([link.group, pairOf[link.group] ?? link.group]);
  const beside = links
    .filter((one) => group.has(one.group))
    .map((one) => ({ name: one.name, x: leafX(one, hub) }))
    .sort((one, other) => one.x - other.x);
  const place = beside.findIndex(({ name }) => name === link.name) - (beside.length - 1) / 2;
  const hubX = hub.x + place * Math.min(34, (box.width - 20) / beside.length);
  const x = leaf.x + (asides[link.group] ?? 0);
  const [topX, bottomX] = isHubBelow ? [x, hubX] : [hubX, x];
  const [from, to] = [top.y + box.height / 2, bottom.y - box.height / 2];
  const middle = (from + to) / 2;
  const near = isHubBelow ? from + 26 : to - 26;
  return {
    path: `M${topX} ${from}C${topX} ${middle} ${bottomX} ${middle} ${bottomX} ${to}`,
    label: { x, y: link.group in asides ? near : middle },
  };
}

const pairOf: Readonly<Record<string, string>> = {
  ...{ 'shop-gateway': 'gateway-shop', 'gateway-shop': 'shop-gateway' },
  ...{ 'network-issuer': 'ds-acs', 'ds-acs': 'network-issuer' },
};

function leafX({ lines, group }: LinkState, hub: Node): number {
  const ends = [lines[0]?.from, lines[0]?.to];
  const leaf = nodes.find(({ id }) => id !== hub.id && ends.some((end) => end === id));
  return (leaf?.x ?? 0) + (asides[group] ?? 0);
}
