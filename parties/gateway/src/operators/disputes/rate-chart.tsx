// A merchant's dispute ratio, month by month, as small bars with the network's threshold as a line.

import type { Month } from '../../disputes/rates/month.ts';

export type RateChartShown = {
  readonly months: readonly Month[];
  /** In basis points; null: nothing was sold that could divide. */
  readonly ratios: readonly (number | null)[];
  /** Null: no network of that brand has one. */
  readonly threshold: number | null;
  readonly of: string;
};

const height = 36;
/** A month that is beyond it fills the chart: the others are to be seen beside it. */
const thresholdsShown = 3;
const bar = 8;
const step = 11;

export function RateChart({ months, ratios, threshold, of }: RateChartShown) {
  const highest = Math.max(1, threshold ?? 0, ...ratios.map((one) => one ?? 0));
  const top = threshold === null ? highest : Math.min(highest, threshold * thresholdsShown);
  const tall = (value: number) => (Math.min(value, top) * (height - 4)) / top;
  const width = months.length * step;
  const last = ratios.at(-1);
  const label = `${of}: ${percent(last ?? null)} in ${months.at(-1)}, at most ${percent(
    Math.max(0, ...ratios.map((one) => one ?? 0)),
  )} in ${months.length} months`;
  return (
    <svg className="rates" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path className="rates-ground" d={`M0 ${height - 0.5}H${width}`} />
      {months.map((month, index) => {
        const ratio = ratios[index] ?? 0;
        const size = ratio === 0 ? 0 : Math.max(1, tall(ratio));
        const isOver = threshold !== null && ratio >= threshold;
        return (
          <rect
            key={month}
            className={isOver ? 'rates-bar is-over' : 'rates-bar'}
            x={index * step + (step - bar) / 2}
            y={(height - size).toFixed(1)}
            width={bar}
            height={size.toFixed(1)}
          />
        );
      })}
      {threshold !== null && (
        <path className="rates-line" d={`M0 ${(height - tall(threshold)).toFixed(1)}H${width}`} />
      )}
    </svg>
  );
}

/** Basis points as people read them. */
export const percent = (basisPoints: number | null): string =>
  basisPoints === null ? '–' : `${(basisPoints / 100).toFixed(2)} %`;
