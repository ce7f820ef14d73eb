// A dispute between its sides as a drawing: three lanes over time, a numbered mark for each step, and
// where an answer was due. The table beside it says the same in words.

import type { LifeStep } from '../../disputes/life.ts';
import { laneOf, lanes, sentenceOf, toneOf } from './life-words.ts';

export type LifeShown = { readonly steps: readonly LifeStep[]; readonly nowMs: number };

const width = 720;
const [left, right] = [140, 24];
const laneHeight = 40;
const top = 22;
const height = top + laneHeight * lanes.length;
/** Marks nearer than that would cover one another. */
const gapMin = 20;

export function LifeChart({ steps, nowMs }: LifeShown) {
  const first = steps[0]?.atMs ?? nowMs;
  const dues = steps.flatMap(({ dueAtMs }) => dueAtMs ?? []);
  const last = Math.max(first + 1, ...steps.map(({ atMs }) => atMs), ...dues);
  const x = (atMs: number) => left + ((width - left - right) * (atMs - first)) / (last - first);
  const marks = placed(steps, x);
  const path = marks.map(({ at, y }, index) => `${index === 0 ? 'M' : 'L'}${at} ${y}`).join('');
  const label = `The dispute in ${steps.length} steps: ${steps.map(sentenceOf).join('; ')}`;
  return (
    <svg className="life" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {lanes.map((lane, index) => (
        <g key={lane}>
          <path className="life-lane" d={`M${left} ${yOf(index)}H${width - right / 2}`} />
          <text className="life-name" x={0} y={yOf(index) + 4}>
            {lane}
          </text>
        </g>
      ))}
      {dues.map((dueAtMs) => (
        <g key={dueAtMs}>
          <path className="life-due" d={`M${x(dueAtMs).toFixed(1)} ${top - 8}V${height - 6}`} />
          <text className="life-name" textAnchor="end" x={x(dueAtMs).toFixed(1)} y={top - 12}>
            due
          </text>
        </g>
      ))}
      <path className="life-way" d={path} />
      {marks.map(({ step, at, y, number }) => (
        <g key={step.kind} className={`life-mark tone-${toneOf(step)}`}>
          <circle cx={at} cy={y} r={9} />
          <text x={at} y={y + 4} textAnchor="middle">
            {number}
          </text>
        </g>
      ))}
    </svg>
  );
}

const yOf = (lane: number): number => top + laneHeight * lane + laneHeight / 2;

type Mark = {
  readonly step: LifeStep;
  readonly number: number;
  readonly at: number;
  readonly y: number;
};

/** In their lanes; of one lane and one moment beside one another. */
function placed(steps: readonly LifeStep[], x: (atMs: number) => number): readonly Mark[] {
  const ends = lanes.map(() => 0);
  return steps.map((step, index) => {
    const lane = laneOf[step.by];
    const at = Math.min(width - 12, Math.max(x(step.atMs), (ends[lane] ?? 0) + gapMin));
    ends[lane] = at;
    return { step, number: index + 1, at: Math.round(at), y: yOf(lane) };
  });
}
