// One run of the simulation: a town of shoppers and merchants, one gateway, two acquirers, and the
// weather of the seed. In the end the faults are healed, the clock moves on past every expiry, and all
// three sides must agree.

import { chanceFrom } from '@kassa/chance';
import type { IdMaker } from '../ids.ts';
import { type Merchant, merchantSeedSchema, profileOf } from '../merchants/merchant.ts';
import { tellAgain } from '../payments/correct-advice.ts';
import { openBank } from './bank.ts';
import type { Traffic } from './database-line.ts';
import { letFaultsHappen } from './faults.ts';
import { type Ground, type Spoil, startProcess } from './gateway-process.ts';
import { openMemoryDatabase } from './memory-database.ts';
import { type Answer, liveThrough, type Order, type Town } from './people.ts';
import { checkElsewhere, checkEnd, checkOrder, type Sides } from './promises.ts';
import { openScheduler } from './scheduler.ts';
import { allRows, rowByKey, type Stored } from './tables.ts';
import { type Breach, openTrouble } from './trouble.ts';
import { drawWeather, stillWeather, type Weather } from './weather.ts';
import type { Line } from './wire-to-bank.ts';

export type RunOptions = {
  readonly seed: number;
  readonly payments: number;
  readonly isTraced?: boolean;
  /** A planted bug: what a process stands on, made wrong. */
  readonly spoil?: Spoil;
  readonly onTraffic?: (traffic: Traffic) => void;
};

export type RunReport = {
  readonly seed: number;
  readonly payments: number;
  readonly steps: number;
  readonly crashes: number;
  /** Advices that came to people. */
  readonly handed: number;
  /** Units that were committed with others in one statement, and such statements that were refused. */
  readonly together: number;
  readonly halved: number;
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
/** How long people may still be about after the last order was begun. */
const quietMs = 1_200_000;
/** Between two looks into the queue of what people have to decide. */
const healingMs = 120_000;
const stepsMaxPerPayment = 5_000;

export async function runSeed(options: RunOptions): Promise<RunReport> {
  const { seed, payments } = options;
  const world = layWorld(options);
  const { scheduler, trouble, state, sides, gateways } = world;
  beginOrders(world, payments);
  letFaultsHappen(world);

  const stepsMax = stepsMaxPerPayment * payments + 200_000;
  const goOn = async (untilMs: number, isDone = () => false) => {
    const isOver = () => trouble.breaches.length > 0 || scheduler.steps > stepsMax || isDone();
    while (!isOver() && (await scheduler.step(untilMs))) {}
    scheduler.advanceTo(trouble.breaches.length > 0 || isDone() ? 0 : untilMs);
  };
  await goOn(startMs + payments * paymentEveryMs * 2 + quietMs, () => state.home === payments);
  const { weather } = state;
  state.isHealed = true;
  state.weather = stillWeather;
  for (let rounds = 0; rounds < 4; rounds += 1) {
    await goOn(scheduler.clock.nowMs() + healingMs);
    workOffQueue(world);
  }
  state.isStill = true;
  await goOn(scheduler.clock.nowMs() + settleMs);

  if (scheduler.steps > stepsMax) trouble.breach('a run ends', '-', `${scheduler.steps} steps`);
  if (trouble.breaches.length === 0) {
    checkEnd(sides, [...world.orders.keys()]);
    checkAnswers(sides, world.answers);
  }
  for (const one of gateways.values()) one.kill();
  const { steps } = scheduler;
  const { breaches, history } = trouble;
  const { begun, crashes, handed, together, halved } = state;
  const counted = { seed, payments: begun, steps, crashes, handed, together, halved };
  return { ...counted, weather, breaches, history, digest: trouble.digest() };
}

type World = ReturnType<typeof layWorld>;

/** Banks, lines, database, processes; nobody is about yet. */
function layWorld({ seed, isTraced = false, spoil, onTraffic = () => {} }: RunOptions) {
  const scheduler = openScheduler(startMs);
  const chance = chanceFrom(seed);
  const state = { ...firstState, weather: drawWeather(chance.fork()) };
  const payments = () => state.begun;
  const trouble = openTrouble(scheduler.clock, { startMs, isTraced, payments });
  const memory = openMemoryDatabase(scheduler.clock.nowMs);
  const bank = openBank(chance.fork());
  const lines = { zelena: openLine(), crvena: openLine() };
  const orders = new Map<string, Order>();
  const [answers, cards] = [new Map<string, Answer[]>(), new Map<string, string>()];
  const intentOf = (order: string): Stored | undefined => {
    const id = orders.get(order)?.intentId;
    return id && rowByKey(memory.tables, 'payment_intent', { account_id: accountId, id });
  };
  const sides: Sides = { memory, bank, trouble, intentOf };
  watchBank(sides);
  const database = { isUp: true };
  const ground: Ground = {
    ...{ scheduler, bank, memory, trouble, lines, spoil, onTraffic },
    ...{ makeId: countingIds(), merchant: simulated, chance: chance.fork(), names: counting() },
    weather: () => state.weather,
    orderOf: (paymentMethod) => cards.get(paymentMethod) ?? '?',
    isDatabaseUp: () => database.isUp,
    // When all is still there is nothing to find; days go by in a few steps.
    sweepEveryMs: () => (state.isStill ? dayMs : 15_000),
    watch: {
      ...watchGateway(sides, orders),
      onBatch: (units, { as }) => {
        if (as === 'committed') state.together += units;
        else state.halved += 1;
      },
    },
  };
  const owners = chance.pick([['gateway-1'], ['gateway-1', 'gateway-2']]);
  const gateways = new Map(owners.map((owner) => [owner, startProcess(owner, ground)]));
  return {
    ...{ scheduler, trouble, state, sides, bank, lines, database, owners, gateways },
    ...{ orders, answers, cards, makeId: ground.makeId, weather: state.weather },
    chance: chance.fork(),
    people: chance.fork(),
    isHealed: () => state.isHealed,
    kill: (owner: string) => {
      gateways.get(owner)?.kill();
      gateways.delete(owner);
      state.crashes += 1;
    },
    start: (owner: string) => gateways.set(owner, startProcess(owner, ground)),
    hurry: () => {
      for (const one of gateways.values()) one.hurry();
    },
  };
}

function watchBank(sides: Sides): void {
  const { bank, trouble } = sides;
  bank.watch = {
    moved: (order) => {
      const states = bank.ofOrder(order).map(({ name, state }) => `${name} ${state}`);
      trouble.note(order, `the bank: ${states.join(', ')}`);
      checkOrder(sides, order);
    },
    nonsense: (order, what) => trouble.breach('the bank is told no nonsense', order, what),
  };
}

function watchGateway(
  sides: Sides,
  orders: ReadonlyMap<string, Order>,
): Omit<Ground['watch'], 'onBatch'> {
  const sent = new Map<string, string[]>();
  const orderOf = new Map<string, string>();
  const nameOf = (intentId: string): string => {
    for (const { name, intentId: id } of orderOf.has(intentId) ? [] : orders.values()) {
      orderOf.set(id, name);
    }
    return orderOf.get(intentId) ?? '?';
  };
  return {
    onAuthorize: ({ order, name, provider }) => {
      const before = sent.get(order) ?? [];
      sides.trouble.note(order, `authorize ${name} at ${provider}`);
      checkElsewhere(sides, { order, name }, before);
      sent.set(order, [...before, name]);
    },
    onCommit: (intentId) => {
      const order = nameOf(intentId);
      const { status, version } = sides.intentOf(order) ?? {};
      sides.trouble.note(order, `is ${status} at version ${version}`);
      checkOrder(sides, order);
    },
  };
}

/** Alone or in crowds, as people come. */
function beginOrders(world: World, payments: number): void {
  const { scheduler, trouble, state, orders, answers, cards, gateways, makeId, people } = world;
  const { crowd, haste } = world.weather;
  const choice = people.fork();
  const town: Town = {
    ...{ scheduler, trouble, makeId, accountId, haste, isByTheClock: crowd > 1 },
    process: () => {
      const [first, ...others] = gateways.values();
      return first === undefined ? undefined : choice.pick([first, ...others]);
    },
    registerCard: (paymentMethod, order) => cards.set(paymentMethod, order),
    onAnswer: (order, answer) => {
      answers.set(order, [...(answers.get(order) ?? []), answer]);
      checkOrder(world.sides, order);
    },
  };
  const begin = () => {
    if (state.begun === payments) return;
    state.begun += 1;
    const order: Order = { name: `order ${state.begun}`, intentId: makeId('pi') };
    orders.set(order.name, order);
    liveThrough(town, order, people.fork()).then(
      () => {
        state.home += 1;
      },
      (error: unknown) => trouble.thrown('a person', error),
    );
  };
  const come = () => {
    for (let count = 0; count < crowd; count += 1) begin();
    const pauseMs = people.between(0, 2 * paymentEveryMs * crowd);
    if (state.begun < payments) scheduler.after(pauseMs, come);
  };
  scheduler.after(0, come);
}

/** What no repetition has ended comes to people, who have it told again when the provider answers. */
function workOffQueue({ sides, gateways, state, trouble }: World): void {
  const [gateway] = gateways.values();
  for (const { id, state: is, kind } of allRows(sides.memory.tables, 'advice')) {
    if (is !== 'manual' || gateway === undefined) continue;
    state.handed += 1;
    trouble.note('-', `people have the ${kind} ${id} told again`);
    const forced = { by: 'Selma', why: 'the bank answers again' };
    tellAgain(gateway.means, { accountId, id: String(id) }, forced).catch((error: unknown) =>
      trouble.thrown('the queue', error),
    );
  }
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
const firstState = {
  ...{ begun: 0, home: 0, crashes: 0, handed: 0, together: 0, halved: 0 },
  ...{ isHealed: false, isStill: false },
};
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
