// One run of the desk: every contract's sources are read, matched, and what came out is kept. Once a day
// after the settlement reports, and whenever a person wishes.

import { createHash } from 'node:crypto';
import { type Database, type Row, type Unit, unit, type Value } from '@kassa/database';
import { Bug } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { goThrough } from '../../go-through.ts';
import type { IdMaker } from '../../ids.ts';
import type { MerchantDirectory } from '../../merchants/directory.ts';
import { contractsOf } from '../../merchants/merchant.ts';
import type { Exception, Outcome } from '../matching/outcome.ts';
import { type PairName, pairs } from '../matching/pair.ts';
import { matchPair } from '../matching/reconcile.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { dayOf } from '../sources/days.ts';
import { type GatherMeans, gather } from '../sources/gather.ts';
import type { Contract, Gathered } from '../sources/gathered.ts';
import { toldInTime } from './told-in-time.ts';
import { windowStart } from './window.ts';

export type RunMeans = GatherMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly makeId: IdMaker;
  readonly directory: MerchantDirectory;
};

/** Contracts round in their own way: one minor unit of a fee is nothing to ask people about. */
const feeToleranceMinor = 1n;

/** While the database reads for one contract, another is matched. */
const atOnce = 3;

/** How many exceptions are open after it. `askedBy`: the schedule, or an operator. */
export function reconcileAll(means: RunMeans, askedBy: string): Promise<number> {
  const all = contracts(means);
  return goThrough(all, (contract) => reconcileContract(means, contract, askedBy), atOnce);
}

/** Those with an acquirer whose reports are read here. */
function contracts({ directory, desks }: RunMeans): Contract[] {
  return directory.all().flatMap((merchant) =>
    contractsOf(merchant)
      .filter(({ provider }) => desks.has(provider))
      .map(({ provider, merchantId, fee, payouts }) => {
        const { accountId, country } = merchant;
        const isInstructed = payouts === 'instructed';
        return { accountId, country, provider, merchantId, fee, isInstructed };
      }),
  );
}

async function reconcileContract(
  means: RunMeans,
  contract: Contract,
  askedBy: string,
): Promise<number> {
  const nowMs = means.clock.nowMs();
  const sinceDay = await windowStart(means.db, contract, { nowMs, askedBy });
  const gathered = await gather(means, contract, { nowMs, sinceDay });
  const found = [...gathered.sides].flatMap(([name, sides]) =>
    matchPair({ ...pairs[name], feeToleranceMinor }, sides, dayOf(nowMs)),
  );
  const outcomes = await toldInTime(means.db, contract, found);
  const done = { contract, gathered, outcomes, askedBy, nowMs };
  const committed = await means.db.commit(runUnit(means.makeId, done));
  if (!committed.ok) throw new Bug(`a run is not kept: ${JSON.stringify(committed.error)}`);
  return outcomes.filter(({ result }) => result === 'exception').length;
}

type Done = {
  readonly contract: Contract;
  readonly gathered: Gathered;
  readonly outcomes: readonly Outcome[];
  readonly askedBy: string;
  readonly nowMs: number;
};

function runUnit(makeId: IdMaker, { contract, gathered, outcomes, askedBy, nowMs }: Done): Unit {
  const { accountId, provider } = contract;
  const { sinceDay, sources } = gathered;
  const runId = makeId('rcr');
  const names = [...gathered.sides.keys()];
  const run: Row = {
    ...{ account_id: accountId, id: runId, provider, started_at: nowMs, asked_by: askedBy },
    since_day: sinceDay,
    sources: sources.map((one) => ({ ...one })),
    pairs: Object.fromEntries(names.map((name) => [name, figuresOf(name, outcomes)])),
  };
  const told = {
    ...{ accountId, provider, runId, at: nowMs, sinceDay, pairs: names },
    expectations: outcomes.flatMap(expectationsOf),
    exceptions: outcomes.flatMap((one) => {
      return one.result === 'exception' ? [exceptionOf(makeId, one, nowMs)] : [];
    }),
  };
  return unit(
    { inserts: [{ table: 'reconciliation_run', rows: [run] }] },
    { calls: [{ fn: 'reconciliation_record', arg: [told] }] },
  );
}

/** Rows of both sides, by how they ended. */
function figuresOf(name: PairName, outcomes: readonly Outcome[]): Value {
  const own = outcomes.filter(({ pair }) => pair === name);
  const rows = (result: Outcome['result']) =>
    own
      .filter((one) => one.result === result)
      .reduce((sum, one) => sum + one.expecting.length + one.answering.length, 0);
  return { matched: rows('matched'), waiting: rows('waiting'), exception: rows('exception') };
}

function expectationsOf({ pair, result, expecting, answering }: Outcome): Value[] {
  const raised = (row: SourceRow, others: readonly SourceRow[]): Value => ({
    ...{ pair, source: row.source, rowId: row.id, currency: row.currency },
    ...{ amount: row.amountMinor, raisedDay: row.on, dueDay: row.dueOn, state: result },
    // Of a payout its sales are many: the first few name it.
    counterparts: others.slice(0, 20).map(({ id }) => id),
  });
  return [
    ...expecting.map((row) => raised(row, answering)),
    ...answering.map((row) => raised(row, expecting)),
  ];
}

function exceptionOf(makeId: IdMaker, found: Exception, nowMs: number): Value {
  const { pair, name, also, expecting, answering, differenceMinor, twin, ageDays } = found;
  const rows = [...expecting, ...answering];
  return {
    ...{ id: makeId('rcx'), pair, name, also, twin },
    fingerprint: fingerprintOf(found),
    expecting: expecting.map(stored),
    answering: answering.map(stored),
    currency: rows[0]?.currency ?? '',
    difference: differenceMinor,
    sinceDay: dayOf(nowMs) - ageDays,
  };
}

/**
 * The same rows, wrong by as much, are the same exception. Sales that are expected as one payout go by
 * its name: which they are may still change.
 */
function fingerprintOf(found: Exception): string {
  const { pair, name, expecting, answering, differenceMinor } = found;
  const nameOf = ({ source, id, batch }: SourceRow) => {
    return pairs[pair].gathers && batch !== null ? batch : `${source} ${id}`;
  };
  const names = (rows: readonly SourceRow[]) => [...new Set(rows.map(nameOf))].sort();
  const difference = String(differenceMinor);
  const whole = JSON.stringify([pair, name, names(expecting), names(answering), difference]);
  return createHash('sha256').update(whole).digest('hex');
}

const stored = ({ source, id, keys, batch, ...row }: SourceRow): Value => ({
  ...{ source, id, batch, currency: row.currency, on: row.on, dueOn: row.dueOn },
  amount: String(row.amountMinor),
  fee: row.feeMinor === null ? null : String(row.feeMinor),
  names: [...(keys.arn ?? []), ...(keys.rrn ?? []), ...(keys.reference ?? [])],
});
