// What a run has seen: its history, and every promise that was broken.

import { createHash } from 'node:crypto';
import type { Clock } from '@kassa/time';

export type Breach = {
  /** The promise's name. */
  readonly promise: string;
  readonly order: string;
  readonly detail: string;
  readonly atMs: number;
  /** How many payments had been begun by then. */
  readonly payments: number;
};

export type Trouble = {
  readonly breaches: readonly Breach[];
  /** A line of the history. */
  note(order: string, what: string): void;
  breach(promise: string, order: string, detail: string): void;
  /** An error that is no refusal and no lost connection: a bug. */
  thrown(what: string, error: unknown): void;
  readonly history: readonly string[];
  digest(): string;
};

const breachesMax = 20;

export function openTrouble(
  clock: Clock,
  {
    startMs,
    payments,
    isTraced,
  }: {
    readonly startMs: number;
    readonly payments: () => number;
    readonly isTraced: boolean;
  },
): Trouble {
  const breaches: Breach[] = [];
  const history: string[] = [];
  const hash = createHash('sha256');
  const note = (order: string, what: string) => {
    const line = `${((clock.nowMs() - startMs) / 1000).toFixed(3).padStart(10)}  ${order}  ${what}`;
    hash.update(line);
    if (isTraced) history.push(line);
  };
  const breach = (promise: string, order: string, detail: string) => {
    note(order, `BROKEN ${promise}: ${detail}`);
    if (breaches.length >= breachesMax) return;
    const [atMs, begun] = [clock.nowMs() - startMs, payments()];
    breaches.push({ promise, order, detail, atMs, payments: begun });
  };
  return {
    breaches,
    history,
    note,
    breach,
    thrown: (what, error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      breach('nothing throws', '-', `${what}: ${text.split('\n').slice(0, 4).join(' ')}`);
    },
    digest: () => hash.copy().digest('hex'),
  };
}
