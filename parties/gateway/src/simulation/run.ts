// One run of the simulation: a town of shoppers and merchants, one gateway, two acquirers, and the
// weather of the seed. In the end the faults are healed, the clock moves on past every expiry, and all
// three sides must agree.

import { type IdMaker, idFrom } from '../ids.ts';
import { type Merchant, merchantSeedSchema, profileOf } from '../merchants/merchant.ts';
import { openBank } from './bank.ts';
import { chanceFrom } from './chance.ts';
import { type Ground, type Spoil, startProcess } from './gateway-process.ts';
import { openMemoryDatabase } from './memory-database.ts';
import { type Answer, liveThrough, type Order, type Town } from './people.ts';
import { checkElsewhere, checkEnd, checkOrder, type Sides } from './promises.ts';
import { openScheduler } from './scheduler.ts';
import { rowByKey, type Stored } from './tables.ts';
import { type Breach, openTrouble } from './trouble.ts';
import { drawWeather, stillWeather, type Weather } from './weather.ts';
import type { Line } from './wire-to-bank.ts';

export type RunOptions = {
  readonly seed: number;
  readonly payments: number;
  readonly isTraced?: boolean;
  /** A planted bug: what a process stands on, made wrong. */
  readonly spoil?: Spoil;
};

export type RunReport = {
  readonly seed: number;
  readonly payments: number;
  readonly steps: number;
  readonly crashes: number;
  readonly weather: Weather;
  readonly breaches: readonly Breach[];
  readonly history: readonly string[];
  /** Of the whole history: the same seed gives the same. */
  readonly digest: string;
};

const startMs = Date.UTC(2026, 10, 2, 8);
const dayMs = 86_400_000;
/** Longer than a hold lives. */
const settleMs = 9 * dayMs;
const paymentEveryMs = 400;
const stepsMaxPerPayment = 5_000;

export async function runSeed(options: RunOptions): Promise<RunReport> {
  const { seed, payments } = options;
  const scheduler = openScheduler(startMs);
  const chance = chanceFrom(seed);
  const state = { weather: drawWeather(chance.fork()), begun: 0, crashes: 0, home: 0 };
  const trouble = openTrouble(scheduler.clock, {
    ...{ startMs, isTraced: options.isTraced ?? false },
    payments: () => state.begun,
  });
  const weather = state.weather;
  const memory = openMemoryDatabase(scheduler.clock.nowMs);
  const bank = openBank(chance.fork());
  const lines = { zelena: openLine(), crvena: openLine() };
  const [orders, answers] = [new Map<string, Order>(), new Map<string, Answer[]>()];
  const [cards, sent] = [new Map<string, string>(), new Map<string, string[]>()];
  const orderOfIntent = new Map<string, string>();
  const intentOf = (order: string): Stored | undefined => {
    const id = orders.get(order)?.intentId;
    return id && rowByKey(memory.tables, 'payment_intent', { account_id: accountId, id });
  };
  const sides: Sides = { memory, bank, trouble, intentOf };
  bank.watch = {
    moved: (order) => {
      const states = bank.ofOrder(order).map(({ name, state: is }) => `${name} ${is}`);
      trouble.note(order, `the bank: ${states.join(', ')}`);
      checkOrder(sides, order);
    },
    nonsense: (order, what) => trouble.breach('the bank is told no nonsense', order, what),
  };
  const makeId = countingIds();
  let isDatabaseUp = true;
  let isStill = false;
  const ground: Ground = {
    ...{ scheduler, bank, memory, trouble, makeId, lines, merchant: simulated },
    chance: chance.fork(),
    weather: () => state.weather,
    names: counting(),
    orderOf: (paymentMethod) => cards.get(paymentMethod) ?? '?',
    isDatabaseUp: () => isDatabaseUp,
    // When all is still there is nothing to find; days go by in a few steps.
    sweepEveryMs: () => (isStill ? dayMs : 15_000),
    spoil: options.spoil,
    watch: {
      onAuthorize: ({ order, name, provider }) => {
        const before = sent.get(order) ?? [];
        trouble.note(order, `authorize ${name} at ${provider}`);
        checkElsewhere(sides, { order, name }, before);
        sent.set(order, [...before, name]);
      },
      onCommit: (intentId) => {
        const order = orderOfIntent.get(intentId) ?? '?';
        const row = intentOf(order);
        trouble.note(order, `is ${row?.['status']} at version ${row?.['version']}`);
        checkOrder(sides, order);
      },
    },
  };
  const owners = chance.pick([['gateway-1'], ['gateway-1', 'gateway-2']]);
  const gateways = new Map(owners.map((owner) => [owner, startProcess(owner, ground)]));
  const choice = chance.fork();
  const town: Town = {
    ...{ scheduler, trouble, makeId, accountId },
    process: () => {
      const [first, ...others] = gateways.values();
      return first === undefined ? undefined : choice.pick([first, ...others]);
    },
    registerCard: (paymentMethod, order) => cards.set(paymentMethod, order),
    onAnswer: (order, answer) => {
      answers.set(order, [...(answers.get(order) ?? []), answer]);
      checkOrder(sides, order);
    },
  };

  const life = chance.fork();
  const begin = () => {
    state.begun += 1;
    const name = `order ${state.begun}`;
    const order: Order = { name, intentId: idFrom('pi', makeId('pi')) };
    orders.set(name, order);
    orderOfIntent.set(order.intentId, name);
    liveThrough(town, order, life.fork()).then(
      () => {
        state.home += 1;
      },
      (error: unknown) => trouble.thrown('a person', error),
    );
    if (state.begun < payments) scheduler.after(life.between(0, 2 * paymentEveryMs), begin);
  };
  scheduler.after(0, begin);

  const faults = chance.fork();
  let isHealed = false;
  const happens = (everyMs: number | null, strike: () => number) => {
    if (everyMs === null) return;
    const next = () => {
      if (isHealed) return;
      scheduler.after(strike() + wait(), next);
    };
    const wait = () => Math.ceil(-Math.log(1 - faults.next()) * everyMs);
    scheduler.after(wait(), next);
  };
  const downFor = (lasts: () => number, down: () => void, up: () => void) => () => {
    const ms = lasts();
    down();
    scheduler.after(ms, up);
    return ms;
  };
  for (const [name, line] of Object.entries(lines)) {
    happens(
      weather.providerDownEveryMs,
      downFor(
        () => faults.between(1_000, 90_000),
        () => {
          line.isAnswering = false;
          trouble.note('-', `${name} does not answer`);
        },
        () => {
          line.isAnswering = true;
        },
      ),
    );
    happens(
      weather.lineDownEveryMs,
      downFor(
        () => faults.between(500, 60_000),
        () => {
          line.isUp = false;
          trouble.note('-', `the line to ${name} is down`);
        },
        () => {
          line.isUp = true;
          for (const one of gateways.values()) one.hurry();
        },
      ),
    );
  }
  happens(
    weather.databaseDownEveryMs,
    downFor(
      () => faults.between(500, 20_000),
      () => {
        isDatabaseUp = false;
        trouble.note('-', 'the database is down');
      },
      () => {
        isDatabaseUp = true;
      },
    ),
  );
  for (const owner of owners) {
    happens(
      weather.crashEveryMs,
      downFor(
        () => faults.between(200, 10_000),
        () => {
          gateways.get(owner)?.kill();
          gateways.delete(owner);
          state.crashes += 1;
          trouble.note('-', `${owner} is killed`);
        },
        () => {
          gateways.set(owner, startProcess(owner, ground));
        },
      ),
    );
  }

  const stepsMax = stepsMaxPerPayment * payments + 200_000;
  const isOver = () => trouble.breaches.length > 0 || scheduler.steps > stepsMax;
  const busyUntilMs = startMs + payments * paymentEveryMs * 2 + 600_000;
  while (!isOver() && state.home < payments && (await scheduler.step(busyUntilMs))) {}
  isHealed = true;
  state.weather = stillWeather;
  const healedMs = scheduler.clock.nowMs() + 120_000;
  while (!isOver() && (await scheduler.step(healedMs))) {}
  isStill = true;
  const endMs = healedMs + settleMs;
  while (!isOver() && (await scheduler.step(endMs))) {}
  if (scheduler.steps > stepsMax) trouble.breach('a run ends', '-', `${scheduler.steps} steps`);
  if (trouble.breaches.length === 0) {
    checkEnd(sides, [...orders.keys()]);
    checkAnswers(sides, answers);
  }
  for (const one of gateways.values()) one.kill();
  const { steps } = scheduler;
  const { breaches, history } = trouble;
  const counted = { seed, payments: state.begun, steps, crashes: state.crashes };
  return { ...counted, weather, breaches, history, digest: trouble.digest() };
}

/** Who was told that it is paid has paid. */
function checkAnswers(sides: Sides, answers: ReadonlyMap<string, readonly Answer[]>): void {
  for (const [order, told] of answers) {
    const status = sides.intentOf(order)?.['status'];
    if (!told.some((one) => one.status === 'succeeded') || status === 'succeeded') continue;
    sides.trouble.breach('an answer stays true', order, `told succeeded, and it is ${status}`);
  }
}

const accountId = 'acct_simulated';
const openLine = (): Line => ({ isUp: true, isAnswering: true });

function counting() {
  let last = 0;
  return {
    next: () => {
      last += 1;
      return last;
    },
  };
}

/** As long as the real ones, and in the order in which they were made. */
function countingIds(): IdMaker {
  const count = counting();
  return (prefix) => `${prefix}_${String(count.next()).padStart(26, '0')}`;
}

const simulated: Merchant = {
  ...profileOf(
    merchantSeedSchema.parse({
      ...{ accountId, name: 'Simulated shop', country: 'BA', city: 'Sarajevo', mcc: '5499' },
      ...{ url: 'https://shop.example', currency: 'BAM', secretKeys: ['sk_test_simulated'] },
      brand: { name: 'Shop', colour: '#112233', accent: '#445566' },
      acquirer: { provider: 'zelena', merchantId: 'SIM000000000001', terminalId: 'SIM00001' },
      otherAcquirers: [
        { provider: 'crvena', merchantId: 'SIM000000000002', terminalId: 'SIM00002' },
      ],
    }),
  ),
  accountId,
  platform: null,
};
