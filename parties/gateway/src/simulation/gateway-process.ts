// One process of the gateway: the real use cases of payments over ports that run on virtual time, its
// worker of jobs and its sweeper. When it is killed nothing of it goes on; its database stays.

import type { Attempt, Executor, Unit } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { assert, Bug } from '@kassa/result';
import type { Connector } from '../connectors/connector.ts';
import { withBulkhead } from '../connectors/with-bulkhead.ts';
import { withHealth } from '../connectors/with-health.ts';
import { type IdMaker, idFrom } from '../ids.ts';
import { openTurns } from '../in-turn.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { openCapacity } from '../payments/capacity.ts';
import { expireChallenge, expireHold } from '../payments/expire.ts';
import { hurryAdvices, whenLate } from '../payments/line-news.ts';
import type { PaymentMeans, PaymentView } from '../payments/ports.ts';
import { openRepairs } from '../payments/repair.ts';
import { findOwnLeft, resolveEach, sweepOpen } from '../payments/resolve-open.ts';
import { tellAdvices } from '../payments/tell-advices.ts';
import { openHealthBoard } from '../routing/health/health-board.ts';
import { healthLimits } from '../routing/health/limits.ts';
import { openRouter } from '../routing/route.ts';
import { openUnderWay } from '../under-way.ts';
import { databaseLine, type Traffic, Unreachable } from './database-line.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { Job } from './memory-jobs.ts';
import type { Trouble } from './trouble.ts';
import type { Ends, Line, Surroundings } from './wire-to-bank.ts';
import { wireToBank } from './wire-to-bank.ts';

const inFlightMax = 64;

export type Ground = Surroundings & {
  readonly memory: MemoryDatabase;
  readonly merchant: Merchant;
  readonly makeId: IdMaker;
  readonly lines: Readonly<Record<string, Line>>;
  readonly isDatabaseUp: () => boolean;
  readonly sweepEveryMs: () => number;
  readonly trouble: Trouble;
  readonly spoil: Spoil | undefined;
  readonly onTraffic: (traffic: Traffic) => void;
  readonly watch: Pick<Ends, 'onAuthorize'> & {
    readonly onCommit: (intentId: string) => void;
    /** A statement of several units. */
    readonly onBatch: (units: number, attempt: Attempt) => void;
  };
};

/** A planted bug changes what a process stands on. */
export type Spoil = {
  readonly connector: (real: Connector) => Connector;
  readonly unit: (given: Unit) => Unit;
  readonly executor: (real: Executor) => Executor;
};

export type GatewayProcess = {
  readonly means: PaymentMeans;
  readonly keysRunning: Set<string>;
  isAlive(): boolean;
  kill(): void;
  /** The line has come back. */
  hurry(): void;
};

const concurrency = 4;

export function startProcess(owner: string, ground: Ground): GatewayProcess {
  const { scheduler, memory, makeId, merchant, trouble, lines } = ground;
  let alive = true;
  const isAlive = () => alive;
  const { spoil } = ground;
  const commit = (units: readonly Unit[]) =>
    memory.commit(spoil === undefined ? units : units.map(spoil.unit));
  const db = databaseLine({ commit, query: memory.query }, ground, {
    onTraffic: ground.onTraffic,
    isAlive,
    isUp: ground.isDatabaseUp,
    onCommit: (units, attempt) => {
      if (units.length > 1) ground.watch.onBatch(units.length, attempt);
      for (const unit of attempt.as === 'committed' ? units : []) {
        const events = unit.inserts?.find(({ table }) => table === 'payment_event');
        const intentId = events?.rows[0]?.['intent_id'];
        if (typeof intentId === 'string') ground.watch.onCommit(intentId);
      }
    },
    spoil: spoil?.executor,
  });
  const ends: Ends = {
    isAlive,
    onLateApproval: (late) => void whenLate(means, late),
    onAuthorize: ground.watch.onAuthorize,
  };
  const { clock } = scheduler;
  const board = openHealthBoard(clock, healthLimits);
  const providers = new Map(
    Object.entries(lines).map(([name, line]) => {
      const wire = wireToBank(name, { line, ends, around: ground });
      const spoilt = spoil === undefined ? wire : spoil.connector(wire);
      const watched = withHealth(spoilt, { clock, observe: board.observe });
      const seats = { clock, onRoom: () => capacity.roomMade() };
      return [name, withBulkhead(watched, inFlightMax, seats)];
    }),
  );
  const providerOf = (name: string) => {
    const found = providers.get(name);
    if (found === undefined) throw new Bug(`no acquirer ${name}`);
    return found;
  };
  const pause: PaymentMeans['pause'] = (ms) =>
    new Promise((resolve) => scheduler.after(ms, () => (alive ? resolve() : undefined)));
  const capacity = openCapacity({ confirmsMax: 1_000, bulkhead: providerOf, pause });
  const connector: PaymentMeans['connector'] = (name) => providerOf(name).connector;
  const means: PaymentMeans = {
    ...{ db, clock: scheduler.clock, log: silentLog, makeId, owner, connector, capacity, pause },
    merchant: async () => merchant,
    route: openRouter({
      board,
      isConnected: (name) => connector(name).isConnected(),
      load: (name) => ({ inFlight: providerOf(name).inFlight(), inFlightMax }),
      random: ground.chance.next,
    }),
    authenticate: async ({ isMandated }) => {
      if (!isMandated && !ground.chance.hits(0.05)) {
        return { kind: 'proceed', proof: shown, record: {} };
      }
      const expiresAtMs = scheduler.clock.nowMs() + 900_000;
      return { kind: 'challenge', authenticationId: makeId('auth'), expiresAtMs, record: {} };
    },
    proofOf: async () => shown,
    forgetCvc: () => {},
    followers: [],
    repairs: openRepairs(scheduler.clock.nowMs),
    retryPolicy: null,
    adviceTriesMax: 30,
    inTurn: openTurns(),
    underWay: openUnderWay<PaymentView>(),
    booksOpen: new Set(),
  };
  const guarded = (what: string, work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      if (!(error instanceof Unreachable)) trouble.thrown(what, error);
    });
  };
  let running = 0;
  const run = async (job: Job): Promise<void> => {
    running += 1;
    try {
      await doJob(means, job);
      memory.jobs.done(job);
    } catch (error) {
      if (!(error instanceof Unreachable)) trouble.thrown(job.task, error);
      memory.jobs.failed(job);
    } finally {
      running -= 1;
      if (alive) pump();
    }
  };
  let wakeAtMs = Number.POSITIVE_INFINITY;
  const wake = (atMs: number) => {
    if (!alive || atMs >= wakeAtMs) return;
    wakeAtMs = atMs;
    // A moment later: what a commit adds is there when the commit is done.
    scheduler.after(atMs - scheduler.clock.nowMs() + 1, () => {
      if (wakeAtMs === atMs) wakeAtMs = Number.POSITIVE_INFINITY;
      pump();
    });
  };
  const pump = () => {
    while (alive && running < concurrency) {
      const next = memory.jobs.claim(owner);
      if (next === undefined) return;
      if ('nextAtMs' in next) return wake(next.nextAtMs);
      void run(next);
    }
  };
  const sweep = () => {
    if (!alive) return;
    guarded('the sweep', sweepOpen(means));
    scheduler.after(ground.sweepEveryMs(), sweep);
  };
  memory.jobs.unlock(owner);
  memory.jobs.onDue.add(wake);
  guarded(
    'the start',
    findOwnLeft(means)
      .then((left) => resolveEach(means, left))
      .then(() => hurryAdvices(means)),
  );
  wake(scheduler.clock.nowMs());
  scheduler.after(ground.sweepEveryMs(), sweep);
  return {
    means,
    keysRunning: new Set(),
    isAlive,
    kill: () => {
      alive = false;
      memory.jobs.onDue.delete(wake);
    },
    hurry: () => guarded('hurrying', hurryAdvices(means)),
  };
}

const shown = { eci: '05', cavv: null, version: '2.2.0', dsTransId: null };

async function doJob(means: PaymentMeans, { task, payload }: Job): Promise<void> {
  const { accountId, intentId, authenticationId } = readPayload(payload);
  switch (task) {
    case 'tell-advices':
      return tellAdvices(means, { accountId, intentId });
    case 'expire-challenge':
      await expireChallenge(means, { accountId, id: intentId, authenticationId });
      return;
    case 'expire-hold': {
      const expired = await expireHold(means, { accountId, id: intentId });
      const isPending = !expired.ok && expired.error.code === 'increment_pending';
      // As in the product: the job is tried again.
      if (isPending) throw new Unreachable('the hold is being raised');
      return;
    }
    default:
      throw new Bug(`no job ${task} in the simulation`);
  }
}

/** Of a unit of the product's own making. */
function readPayload(payload: unknown) {
  assert(typeof payload === 'object' && payload !== null, 'a payload is an object');
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(payload));
  return {
    accountId: idFrom('acct', String(fields['accountId'])),
    intentId: idFrom('pi', String(fields['intentId'])),
    authenticationId: idFrom('auth', String(fields['authenticationId'])),
  };
}
