// The picture of one amount that parts into several: who got what. Ribbons are drawn between the
// source and the rows; their width tells more from less, not the exact share (1 of 100 is no line).
import type { Money } from '@kassa/money';
import type { ReactNode } from 'react';
import { Amount } from './figures.tsx';
import type { Tone } from './notice.tsx';

export type FlowPart = {
  readonly name: ReactNode;
  readonly note?: ReactNode;
  readonly amount: Money;
  readonly tone?: Tone | undefined;
};

export type MoneyFlowProps = {
  readonly from: ReactNode;
  readonly note?: ReactNode;
  readonly amount: Money;
  readonly parts: readonly FlowPart[];
  /** Says in words what the picture shows. */
  readonly label: string;
};

const tones: readonly Tone[] = ['good', 'info', 'warn', 'brand', 'plain', 'bad'];

export function MoneyFlow(props: MoneyFlowProps) {
  const parts = props.parts.map((part, index) => ({
    ...part,
    tone: part.tone ?? tones[index % tones.length] ?? 'plain',
  }));
  return (
    <figure className="flow" aria-label={props.label}>
      <div className="flow-from">
        <span className="flow-name">{props.from}</span>
        <Amount of={props.amount} size="l" />
        {props.note && <span className="small">{props.note}</span>}
      </div>
      <svg className="flow-ribbons" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
        {ribbons(parts.map((part) => part.amount)).map((path, index) => (
          <path key={path} d={path} className={`ribbon tone-${parts[index]?.tone ?? 'plain'}`} />
        ))}
      </svg>
      <ul className="flow-to">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
          <li key={index} className={`flow-part tone-${part.tone}`}>
            <span className="flow-name">{part.name}</span>
            <Amount of={part.amount} />
            {part.note && <span className="hint">{part.note}</span>}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function ribbons(amounts: readonly Money[]): string[] {
  const row = 100 / Math.max(1, amounts.length);
  // The fourth root keeps the order of sizes and lets the smallest still be seen.
  const weights = amounts.map(({ minor }) =>
    Math.max(0.4, Number(minor < 0n ? -minor : minor) ** 0.25),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let top = 14;
  return weights.map((weight, index) => {
    const height = (weight / total) * 72;
    const end = row * (index + 0.5);
    const half = Math.min(row * 0.36, height / 2);
    const path =
      `M0 ${top.toFixed(1)}C50 ${top.toFixed(1)} 50 ${(end - half).toFixed(1)} 100 ${(end - half).toFixed(1)}` +
      `V${(end + half).toFixed(1)}C50 ${(end + half).toFixed(1)} 50 ${(top + height).toFixed(1)} 0 ${(top + height).toFixed(1)}Z`;
    top += height;
    return path;
  });
}
