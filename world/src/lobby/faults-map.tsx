// The links as a map: who speaks with whom through the fault box, and what is broken, in red. Places
// are reckoned from the list of parties; where several have the same part, they share the width.

import type { LinkState } from '../faults/open-faults.ts';
import { type PartyName, partyNames } from '../places.ts';
import { titles } from '../start/announce.ts';

const width = 604;
const box = { width: 150, height: 56 };
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

/** Two links between the same two stand side by side. */
const shifts: Readonly<Record<string, number>> = {
  'shop-gateway': -16,
  'gateway-shop': 16,
  'network-issuer': -16,
  'ds-acs': 16,
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
  return (
    <svg className="map" viewBox={`0 0 ${width} 730`} role="img" aria-label={said(links)}>
      {links.map((link) => (
        <path key={link.name} className={`wire wire-${link.state}`} d={pathOf(link)} />
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
      {links.map((link) => (
        <LinkLabel key={link.name} link={link} />
      ))}
    </svg>
  );
}

function LinkLabel({ link }: { link: LinkState }) {
  const { x, y } = labelAt(link);
  const text = words[link.group] ?? link.group;
  const shown = link.state === 'broken' ? `✕ ${text}` : text;
  const half = shown.length * 4 + 6;
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

function endsOf({ lines, group }: LinkState): readonly [Point, Point] {
  const [line] = lines;
  const at = (id: string | undefined) => nodes.find((node) => node.id === id) ?? { x: 0, y: 0 };
  const shift = shifts[group] ?? 0;
  const [from, to] = [at(line?.from), at(line?.to)];
  return from.y <= to.y
    ? [moved(from, shift), moved(to, shift)]
    : [moved(to, shift), moved(from, shift)];
}

const moved = ({ x, y }: Point, shift: number): Point => ({ x: x + shift, y });

function pathOf(link: LinkState): string {
  const [top, bottom] = endsOf(link);
  if (link.group === 'gateway-database') return `M${top.x} ${top.y}H${bottom.x}`;
  // Past the acquirers, on the right.
  if (link.group === 'gateway-ds') {
    const y = top.y + 14;
    return `M${top.x} ${y}H400Q450 ${y} 450 ${y + 50}V${bottom.y - 50}Q450 ${bottom.y} 400 ${bottom.y}H${bottom.x}`;
  }
  const [from, to] = [top.y + box.height / 2, bottom.y - box.height / 2];
  const middle = (from + to) / 2;
  return `M${top.x} ${from}C${top.x} ${middle} ${bottom.x} ${middle} ${bottom.x} ${to}`;
}

function labelAt(link: LinkState): Point {
  const [top, bottom] = endsOf(link);
  if (link.group === 'gateway-database') return { x: (top.x + bottom.x) / 2, y: top.y };
  if (link.group === 'gateway-ds') return { x: 450, y: (top.y + bottom.y) / 2 };
  const isAside = link.group in shifts;
  const half = { x: (top.x + bottom.x) / 2, y: (top.y + bottom.y) / 2 };
  if (!isAside) return half;
  // Labels of a pair stand one above the other.
  const outer = link.group === 'shop-gateway' || link.group === 'gateway-shop' ? top : bottom;
  const isFirst = (shifts[link.group] ?? 0) < 0;
  return { x: (outer.x * 3 + half.x) / 4, y: half.y + (isFirst ? -15 : 15) };
}
