// The map of the world: who there is, who speaks with whom, and in which language. Drawn by hand on
// a grid; a party is a link to its own page and carries its live mark.

import type { PartyName, Places } from '../places.ts';
import type { Marks } from './party-health.ts';

type Node = {
  readonly party: PartyName;
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly role: string;
};

const width = 182;
const height = 66;

const nodes: readonly Node[] = [
  { party: 'shop-diva', x: 104, y: 50, name: 'Diva shop', role: 'merchant, BAM' },
  { party: 'shop-nordlys', x: 306, y: 50, name: 'Nordlys', role: 'merchant, NOK' },
  { party: 'inbox', x: 508, y: 50, name: 'Inbox', role: 'e-mail and SMS' },
  { party: 'gateway', x: 204, y: 196, name: 'Kassa', role: 'payment gateway' },
  { party: 'acquirer-zelena', x: 152, y: 342, name: 'Zelena banka', role: 'acquirer' },
  { party: 'acquirer-crvena', x: 350, y: 342, name: 'Crvena banka', role: 'acquirer' },
  { party: 'network-mozaik', x: 204, y: 488, name: 'Mozaik', role: 'card network' },
  { party: 'clearing-klir', x: 474, y: 428, name: 'Klir', role: 'clearing house' },
  { party: 'issuer-plava', x: 104, y: 634, name: 'Plava banka', role: 'Hana’s bank' },
  { party: 'issuer-fjord', x: 306, y: 634, name: 'Fjordbanken', role: 'issuer' },
];

type Wire = {
  readonly path: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
};

const wires: readonly Wire[] = [
  { path: 'M104 83V125Q104 140 122 148L182 163', label: 'HTTP API', x: 62, y: 133 },
  { path: 'M306 83V125Q306 140 288 148L226 163', label: 'webhooks', x: 340, y: 133 },
  { path: 'M397 50H417', label: 'SMTP', x: 407, y: 8 },
  { path: 'M152 229V309', label: 'ISO 8583', x: 152, y: 270 },
  { path: 'M280 229V309', label: 'ISO 8583', x: 280, y: 270 },
  {
    path: 'M113 196H70Q40 196 40 226V458Q40 488 70 488H113',
    label: '3-D Secure',
    x: 50,
    y: 270,
  },
  { path: 'M152 375V455', label: 'ISO 8583, files', x: 142, y: 432 },
  { path: 'M280 375V455', label: 'ISO 8583', x: 280, y: 432 },
  { path: 'M182 521L122 540Q104 548 104 562V601', label: 'ISO 8583, 3DS', x: 60, y: 566 },
  { path: 'M226 521L288 540Q306 548 306 562V601', label: 'ISO 8583, 3DS', x: 360, y: 562 },
  { path: 'M220 375V392Q220 408 236 408H383', label: 'pacs.008', x: 336, y: 408 },
  { path: 'M441 342H454Q474 342 474 362V395', label: 'pacs.008', x: 490, y: 360 },
  { path: 'M295 488H404Q440 488 450 461', label: 'pacs.009', x: 362, y: 504 },
  { path: 'M474 461V590Q474 622 442 622H397', label: 'pacs.008, camt', x: 472, y: 540 },
  { path: 'M397 646H540Q576 646 576 610V83', label: 'SMS', x: 576, y: 240 },
];

export function WorldMap({ places, marks }: { places: Places; marks: Marks }) {
  return (
    <nav aria-label="Map of the world">
      <svg className="map" viewBox="0 0 604 684" role="presentation">
        <g>
          {wires.map(({ path }) => (
            <path key={path} className="wire" d={path} />
          ))}
          {wires.map(({ path, label, x, y }) => (
            <Label key={path} text={label} x={x} y={y} />
          ))}
        </g>
        {nodes.map((node) => (
          <Party key={node.party} node={node} href={places.url(node.party)} marks={marks} />
        ))}
      </svg>
    </nav>
  );
}

/** About as wide as its words, so that no wire runs through them. */
function Label({ text, x, y }: { text: string; x: number; y: number }) {
  const half = text.length * 4 + 6;
  return (
    <g className="wire-note">
      <rect
        className="wire-label-back"
        x={x - half}
        y={y - 11}
        width={half * 2}
        height={20}
        rx="6"
      />
      <text className="wire-label" x={x} y={y + 4}>
        {text}
      </text>
    </g>
  );
}

function Party({ node, href, marks }: { node: Node; href: string; marks: Marks }) {
  const { x, y, name, role, party } = node;
  const left = x - width / 2;
  const top = y - height / 2;
  return (
    <a className={`node node-${party}`} href={href}>
      <rect className="node-box" x={left} y={top} width={width} height={height} rx="14" />
      <rect className="node-edge" x={left} y={top + 14} width="5" height={height - 28} rx="2.5" />
      <text className="node-name" x={left + 18} y={y - 3}>
        {name}
      </text>
      <text className="node-role" x={left + 18} y={y + 18}>
        {role}
      </text>
      <Mark party={party} state={marks[party]} x={left + width - 6} y={top + 6} />
    </a>
  );
}

export const markWords = {
  well: 'is well',
  unwell: 'is not well',
  away: 'does not answer',
} as const;

function Mark(props: { party: PartyName; state: keyof typeof markWords; x: number; y: number }) {
  const { party, state, x, y } = props;
  return (
    <circle className={`mark mark-${state}`} data-party={party} cx={x} cy={y} r="6">
      <title>{markWords[state]}</title>
    </circle>
  );
}
