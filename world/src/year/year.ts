// A year of business in one world: every day its sales, what was planned for later, and then the clock.

import { unwrap } from '@kassa/result';
import { addDays, atZone, isBankingDay, type PlainDate } from '@kassa/time';
import { merchants, tezga } from '../cast/cast.ts';
import type { MerchantPlan } from '../cast/plans.ts';
import { businessDayOf, zone } from '../clock/business-day.ts';
import type { World } from '../start/start-world.ts';
import type { Notebook, Noted } from './notebook.ts';
import { type Evidence, openPlanner, type Sale, type Session } from './plan.ts';
import { availableIn, disputesIn, type OpenDispute } from './read-answers.ts';
import type { Shopper } from './shopper.ts';

export type YearOptions = {
  readonly world: World;
  readonly shopper: Shopper;
  readonly notebook: Notebook;
  readonly seed: number;
  readonly bankingDays: number;
  /** Sales of a banking day; those of the days between come on top. */
  readonly payments: number;
  readonly firstDay: PlainDate;
  /** After the last sale, until everybody is paid. */
  readonly restDays: number;
  /** Is told after each day; false: that was the last one. */
  readonly onDay: (figures: YearFigures) => boolean;
};

export type YearFigures = {
  day: PlainDate;
  bankingDays: number;
  sales: number;
  readonly told: Record<string, number>;
  refunds: number;
  captures: number;
  cancels: number;
  disputesAnswered: number;
  troubles: number;
  payoutsAsked: number;
  /** What went otherwise than planned, and what the clock said was not well. */
  readonly problems: string[];
};

/** At the same time; more would only wait. */
const atOnce = 24;
const problemsMax = 100;
export async function runYear(options: YearOptions): Promise<YearFigures> {
  const { seed, bankingDays, payments, firstDay } = options;
  const planner = openPlanner(seed, payments);
  const figures: YearFigures = {
    ...{ day: firstDay, bankingDays: 0, sales: 0, refunds: 0, captures: 0, cancels: 0 },
    ...{ disputesAnswered: 0, troubles: 0, payoutsAsked: 0, told: {}, problems: [] },
  };
  const agenda: Agenda = new Map();
  const evidence: Answers = new Map();
  const state = { options, figures, agenda, evidence };
  let day = firstDay;
  for (let index = 0; figures.bankingDays < bankingDays; index += 1) {
    const isBanking = isBankingDay('ba', day);
    const { sessions } = planner.day(index, isBanking);
    for (const session of sessions) await hold(state, session, { day, index });
    if (isBanking) figures.bankingDays += 1;
    figures.day = day;
    day = addDays(day, 1);
    if (!options.onDay(figures)) break;
  }
  for (let rest = 0; rest < options.restDays; rest += 1) {
    await to(state, atZone(day, '12:00', zone));
    await followUp(state, agenda.size > 0 ? [...agenda.keys()] : []);
    await answerDisputes(state);
    await options.notebook.notePromises();
    day = addDays(day, 1);
  }
  figures.day = addDays(day, -1);
  await to(state, atZone(day, '12:00', zone));
  return figures;
}

/** What was planned for a day, by its index. */
type Agenda = Map<number, Sale[]>;
/** How orders are defended that may be disputed, by their intent; gone when they were. */
type Answers = Map<string, Evidence>;
type State = {
  readonly options: YearOptions;
  readonly figures: YearFigures;
  readonly agenda: Agenda;
  readonly evidence: Answers;
};

async function hold(
  state: State,
  session: Session,
  { day, index }: { readonly day: PlainDate; readonly index: number },
): Promise<void> {
  const { world, notebook } = state.options;
  await to(state, atZone(day, session.time, zone));
  if (session.time === '10:00') {
    await answerDisputes(state);
    await payTezgaOut(state, day);
  }
  await followUp(state, [index]);
  if (session.fault !== undefined && world.faults !== undefined) {
    unwrap(world.faults.set(session.fault));
    state.figures.troubles += 1;
  }
  const noted = await sellAll(state, session.sales);
  await heal(state);
  for (const { sale, outcome } of noted) {
    if (sale.later !== undefined && ['paid', 'held'].includes(outcome.told)) {
      const on = index + sale.later.afterDays;
      state.agenda.set(on, [...(state.agenda.get(on) ?? []), sale]);
    }
    if (sale.evidence !== undefined && outcome.intent !== null && outcome.told === 'paid') {
      state.evidence.set(outcome.intent, sale.evidence);
    }
  }
  await notebook.note(noted, businessDayOf(world.clock.nowMs()).paidOutOn);
  await notebook.notePromises();
}

/** The night is long for a line that is tried again in a minute; for the clock on the wall it is a second. */
async function heal(state: State): Promise<void> {
  const { faults, untilWell } = state.options.world;
  if (faults === undefined || faults.standing().length === 0) return;
  faults.healAll();
  for (const party of await untilWell()) problem(state, `${party} is not well after its trouble`);
}

async function sellAll(state: State, sales: readonly Sale[]): Promise<Noted[]> {
  const { shopper, world } = state.options;
  const noted: Noted[] = [];
  await each(sales, async (sale) => {
    const outcome = await shopper.buy(sale);
    noted.push({ sale, outcome, atMs: world.clock.nowMs() });
    state.figures.sales += 1;
    state.figures.told[outcome.told] = (state.figures.told[outcome.told] ?? 0) + 1;
    if (sale.expected === 'any' || sale.expected === outcome.told) return;
    problem(state, `order ${sale.number}, ${sale.card}: ${outcome.told} (${outcome.why})`);
  });
  return noted;
}

/** Refunds, captures and cancellations that were planned for today. */
async function followUp(state: State, indexes: readonly number[]): Promise<void> {
  const { shopper, notebook } = state.options;
  const due = indexes.flatMap((index) => state.agenda.get(index) ?? []);
  for (const index of indexes) state.agenda.delete(index);
  await each(due, async ({ number, merchant, later }) => {
    const intent = await notebook.intentOf(number);
    if (later === undefined || intent === undefined) return;
    const key = `${later.kind}-${number}`;
    const path = `/v1/payment_intents/${intent}`;
    const minor = later.kind === 'cancel' ? '' : String(later.minor);
    const answer =
      later.kind === 'refund'
        ? await shopper.post(
            merchant,
            '/v1/refunds',
            { payment_intent: intent, amount: minor },
            key,
          )
        : later.kind === 'capture'
          ? await shopper.post(merchant, `${path}/capture`, { amount_to_capture: minor }, key)
          : await shopper.post(merchant, `${path}/cancel`, {}, key);
    if (answer.status !== 200) problem(state, `${key}: ${JSON.stringify(answer.body)}`);
    else if (later.kind === 'refund') state.figures.refunds += 1;
    else if (later.kind === 'capture') state.figures.captures += 1;
    else state.figures.cancels += 1;
  });
}

async function answerDisputes(state: State): Promise<void> {
  const { shopper } = state.options;
  if (state.evidence.size === 0) return;
  for (const merchant of merchants) {
    const { body } = await shopper.get(merchant, '/v1/disputes?limit=100');
    const open = disputesIn(body).filter(({ status }) => status === 'needs_response');
    await each(open, (dispute) => answerOne(state, merchant, dispute));
  }
}

async function answerOne(
  state: State,
  merchant: MerchantPlan,
  dispute: OpenDispute,
): Promise<void> {
  const evidence = state.evidence.get(dispute.intent);
  if (evidence === undefined || evidence === 'none') return;
  state.evidence.delete(dispute.intent);
  const form = { 'evidence[uncategorized_text]': evidence, submit: 'true' };
  const path = `/v1/disputes/${dispute.id}`;
  const { status, body } = await state.options.shopper.post(
    merchant,
    path,
    form,
    `answer-${dispute.id}`,
  );
  if (status === 200) state.figures.disputesAnswered += 1;
  else problem(state, `${path}: ${JSON.stringify(body)}`);
}

/** A platform asks for its money itself: on Mondays, all that is there. */
async function payTezgaOut(state: State, day: PlainDate): Promise<void> {
  if (new Date(`${day}T00:00:00Z`).getUTCDay() !== 1) return;
  const { shopper } = state.options;
  const { body } = await shopper.get(tezga, '/v1/balance');
  const available = availableIn(body, tezga.currency);
  if (available < 1_000) return;
  const form = { amount: String(available), currency: tezga.currency.toLowerCase() };
  const answer = await shopper.post(tezga, '/v1/payouts', form, `payout-${day}`);
  if (answer.status === 200) state.figures.payoutsAsked += 1;
  else problem(state, `payout of ${available} on ${day}: ${JSON.stringify(answer.body)}`);
}

async function to(state: State, atMs: number): Promise<void> {
  const { problems } = await state.options.world.clock.advanceTo(atMs);
  for (const one of problems) problem(state, `${new Date(atMs).toISOString()}: ${one}`);
}

function problem({ figures }: State, what: string): void {
  if (figures.problems.length < problemsMax) figures.problems.push(what);
}

/** A few at a time, in their order. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let at = next; at < all.length; at = next) {
      next += 1;
      const one = all[at];
      if (one !== undefined) await work(one);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
}
