// Gateway against acquirer for a window of time: every contract of every merchant, each bounded.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Clock } from '@kassa/time';
import type { Desk } from '../../connectors/acquirers.ts';
import type { MerchantDirectory } from '../../merchants/directory.ts';
import { type Contract, contractsOf } from '../../merchants/merchant.ts';
import { classify } from './classify.ts';
import type { Discrepancy } from './discrepancy.ts';
import { readAcquirer, type Window } from './read-acquirer.ts';
import { loadHere } from './store.ts';

export type CompareMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly desks: Desk;
  readonly directory: Pick<MerchantDirectory, 'all'>;
};

export type Line = Discrepancy & { readonly merchant: string; readonly provider: string };

export type Comparison = {
  readonly lines: readonly Line[];
  /** Authorizations that were looked at on either side. */
  readonly compared: number;
  /** What could not be compared, or only in part. */
  readonly gaps: readonly string[];
};

/** What arrives there late, or stands there by another clock, is still found. */
const besideMs = 10 * 60_000;
const contractsMax = 200;
const attemptsMax = 20_000;

export async function compare(means: CompareMeans, window: Window): Promise<Comparison> {
  const contracts = means.directory
    .all()
    .flatMap((merchant) =>
      contractsOf(merchant).map((contract) => ({ merchant: merchant.name, contract })),
    );
  const lines: Line[] = [];
  const gaps = contracts.length > contractsMax ? [`only ${contractsMax} contracts are read`] : [];
  let compared = 0;
  for (const { merchant, contract } of contracts.slice(0, contractsMax)) {
    const one = await compareContract(means, contract, window);
    const { provider } = contract;
    lines.push(...one.found.map((found) => ({ ...found, merchant, provider })));
    gaps.push(...one.gaps.map((gap) => `${merchant} at ${provider}: ${gap}`));
    compared += one.compared;
  }
  return { lines, compared, gaps };
}

async function compareContract(means: CompareMeans, contract: Contract, window: Window) {
  const { sinceMs, untilMs } = window;
  const wide = { sinceMs: Math.max(0, sinceMs - besideMs), untilMs: untilMs + besideMs };
  // Theirs first: an attempt is recorded here before it leaves, so nothing of theirs can be too new.
  const view = await readAcquirer(means, contract, wide);
  if (!view.ok) return { found: [], compared: 0, gaps: [`cannot be asked, ${view.error.why}`] };
  const theirs = new Map(view.value.found.map((there) => [there.rrn, there]));
  const rrns = [...theirs.keys()];
  const ours = await loadHere(means.db, { ...window, contract, rrns, limit: attemptsMax + 1 });
  const known = new Set(ours.map(({ rrn }) => rrn));
  const nowMs = means.clock.nowMs();
  const isIn = (atMs: number) => atMs >= sinceMs && atMs < untilMs;
  const pairs = [
    ...ours
      .filter(({ openedAtMs }) => isIn(openedAtMs))
      .map((here) => ({ here, there: theirs.get(here.rrn) ?? null })),
    ...view.value.found
      .filter(({ rrn, receivedAtMs }) => !known.has(rrn) && isIn(receivedAtMs))
      .map((there) => ({ here: null, there })),
  ];
  const gaps = [
    ...(view.value.isCut ? ['their list was cut; take a shorter window'] : []),
    ...(ours.length > attemptsMax ? ['our list was cut; take a shorter window'] : []),
  ];
  const found = pairs.flatMap((pair) => classify(pair, nowMs) ?? []);
  return { found, compared: pairs.length, gaps };
}
