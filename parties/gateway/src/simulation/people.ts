// Shoppers and merchants: they pay, click twice, ask again with the same key when no answer came, take
// another card, capture, raise, cancel and give back; all drawn from the seed.

import type { Chance } from '@kassa/chance';
import { currencyOf, money } from '@kassa/money';
import { type Result, unwrap } from '@kassa/result';
import { unknownBrowser } from '../authentication/browser-facts.ts';
import { findRecord, finishRecord, insertRecord } from '../idempotency/record.ts';
import { type AccountId, idFrom, type PaymentIntentId } from '../ids.ts';
import { cancelIntent } from '../payments/cancel-intent.ts';
import { captureIntent } from '../payments/capture-intent.ts';
import { confirmIntent } from '../payments/confirm-intent.ts';
import { continueConfirm } from '../payments/continue-confirm.ts';
import { createIntent } from '../payments/create-intent.ts';
import type { PaymentRefusal } from '../payments/errors.ts';
import { incrementAuthorization } from '../payments/increment-authorization.ts';
import { ownProblem } from '../payments/own-problems.ts';
import type { Once, PaymentMeans, PaymentView } from '../payments/ports.ts';
import { refundCharge } from '../payments/refund-charge.ts';
import { repaired } from '../payments/repair.ts';
import { loadPayment } from '../payments/store.ts';
import { noWishes } from '../payments/wishes.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { noBilling } from '../vault/store.ts';
import { Unreachable } from './database-line.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trouble } from './trouble.ts';

export type Town = {
  readonly scheduler: Scheduler;
  readonly trouble: Trouble;
  readonly makeId: PaymentMeans['makeId'];
  readonly accountId: AccountId;
  /** Undefined while none is up. */
  readonly process: () => GatewayProcess | undefined;
  /** How often something is done twice at the same moment. */
  readonly haste: number;
  /** What shops do with many orders, they do every five minutes: with all of them at once. */
  readonly isByTheClock: boolean;
  /** A card of this order. */
  readonly registerCard: (paymentMethod: string, order: string) => void;
  readonly onAnswer: (order: string, answer: Answer) => void;
};

export type Answer = { readonly status: string; readonly action: string | null };

export type Order = { readonly name: string; readonly intentId: PaymentIntentId };

const bam = unwrap(currencyOf('BAM'));
const everyMs = 300_000;
const nobodyWaitsLongerMs = 60_000;

/** One order from its beginning to its end; resolves when its people have gone home. */
export async function liveThrough(town: Town, order: Order, chance: Chance): Promise<void> {
  const isManual = chance.hits(0.4);
  const minor = BigInt(chance.between(100, 100_000));
  const isAtOnce = chance.hits(0.6);
  const method = isAtOnce ? newCard(town, order) : null;
  const create: Deed = (means, once) =>
    createIntent(means, {
      ...{ accountId: town.accountId, id: order.intentId, amount: money(bam, minor), once },
      captureMethod: isManual ? 'manual' : 'automatic',
      wishes: { ...noWishes, requestIncremental: true, requestMulticapture: true },
      ...{ method, session: null, cause: null },
      confirm: isAtOnce ? { browser: unknownBrowser } : null,
    });
  // Its id is given beforehand here, where the product makes one for each request: not twice at once.
  const created = await askWith(town, order, chance, { deed: create, isTwice: false });
  if (created === null) return;
  const paid = await pay(town, order, chance, created);
  if (paid === 'requires_capture') await handleHold(town, order, chance, minor);
  if (await isSucceeded(town, order)) await giveBack(town, order, chance);
}

/** Until it is paid, or the shopper has had enough. */
async function pay(town: Town, order: Order, chance: Chance, first: Answer): Promise<string> {
  let answer: Answer | null = first;
  for (let tries = 0; tries < 5; tries += 1) {
    if (answer === null || answer.status === 'processing') answer = await follow(town, order);
    if (answer === null) return 'unknown';
    if (answer.status === 'requires_action' && answer.action !== null) {
      answer = await answerChallenge(town, order, chance, answer.action);
      continue;
    }
    if (answer.status !== 'requires_payment_method') return answer.status;
    if (chance.hits(0.25)) return answer.status;
    const twice = chance.hits(town.haste);
    const confirm = () =>
      ask(town, order, chance, (means, once) =>
        confirmIntent(means, {
          ...{ accountId: town.accountId, id: order.intentId, once },
          ...{ method: newCard(town, order), change: null, browser: unknownBrowser, cause: null },
        }),
      );
    const clicks = twice ? [confirm(), confirm()] : [confirm()];
    const answers = await Promise.all(clicks);
    answer = answers.find((one) => one !== null) ?? null;
  }
  return answer?.status ?? 'unknown';
}

async function answerChallenge(
  town: Town,
  order: Order,
  chance: Chance,
  authenticationId: string,
): Promise<Answer | null> {
  if (chance.hits(0.15)) return null;
  const passes = chance.hits(0.85);
  await town.scheduler.pause(chance.between(2_000, 30_000));
  return ask(town, order, chance, (means) =>
    continueConfirm(means, {
      ...{ accountId: town.accountId, id: order.intentId },
      authenticationId: idFrom('auth', authenticationId),
      result: passes
        ? { kind: 'proceed', proof: { eci: '05', cavv: null, version: '2.2.0', dsTransId: null } }
        : { kind: 'failed', problem: ownProblem('authentication_failed', null) },
    }),
  );
}

/** A page that follows by itself, for a while. */
async function follow(town: Town, { intentId }: Order): Promise<Answer | null> {
  for (let looks = 0; looks < 40; looks += 1) {
    await town.scheduler.pause(3_000);
    const view = await look(town, intentId);
    if (view !== null && view.intent.state.status !== 'processing') return answerOf(view);
  }
  return null;
}

async function handleHold(town: Town, order: Order, chance: Chance, minor: bigint): Promise<void> {
  const { accountId } = town;
  const about = { accountId, id: order.intentId, cause: null };
  await untilShopDoesIt(town, chance.between(500, 120_000));
  if (chance.hits(0.3)) {
    await ask(town, order, chance, (means, once) =>
      incrementAuthorization(means, {
        ...{ ...about, minor: minor + BigInt(chance.between(1, 5_000)), once },
        change: (wishes) => wishes,
      }),
    );
  }
  const capture = (of: bigint | null, isFinal: boolean) =>
    ask(town, order, chance, (means, once) =>
      captureIntent(means, { ...about, minor: of, isFinal, change: null, once }),
    );
  switch (chance.between(0, 5)) {
    case 0:
      await ask(town, order, chance, (means, once) =>
        cancelIntent(means, { ...about, reason: 'requested_by_customer', once }),
      );
      return;
    case 1:
      // Nobody does anything: it expires.
      return;
    case 2:
      await capture(minor / 2n, true);
      return;
    case 3:
      await capture(minor / 3n, false);
      await town.scheduler.pause(chance.between(100, 60_000));
      await (chance.hits(0.5)
        ? capture(minor / 3n, true)
        : ask(town, order, chance, (means, once) =>
            cancelIntent(means, { ...about, reason: null, once }),
          ));
      return;
    default:
      await Promise.all(
        chance.hits(town.haste)
          ? [capture(null, true), capture(null, true)]
          : [capture(null, true)],
      );
  }
}

async function giveBack(town: Town, order: Order, chance: Chance): Promise<void> {
  if (!chance.hits(0.4)) return;
  const { accountId } = town;
  await untilShopDoesIt(town, chance.between(100, 60_000));
  const once = (of: bigint | null) =>
    ask(town, order, chance, (means, kept) =>
      refundCharge(means, {
        ...{ accountId, of: { intent: order.intentId }, minor: of, reason: null, metadata: {} },
        cause: null,
        along: async () => ({ ok: true, value: {} }),
        once: {
          begin: kept.begin,
          settle: ({ view }, subject) => kept.settle(view, subject),
        },
      }).then((done) => (done.ok ? { ok: true as const, value: done.value.view } : done)),
    );
  const parts = chance.between(1, 3);
  await Promise.all(
    Array.from({ length: parts }, () =>
      once(parts === 1 ? null : BigInt(chance.between(1, 40_000))),
    ),
  );
}

function untilShopDoesIt({ scheduler, isByTheClock }: Town, ms: number): Promise<void> {
  const atMs = scheduler.clock.nowMs() + ms;
  return scheduler.pause(isByTheClock ? ms + everyMs - (atMs % everyMs) : ms);
}

type Deed = (
  means: PaymentMeans,
  once: Once<PaymentView>,
) => Promise<Result<PaymentView, PaymentRefusal>>;

/** In haste it is sent twice at once, perhaps to two processes; the second answer nobody waits for. */
function ask(town: Town, order: Order, chance: Chance, deed: Deed): Promise<Answer | null> {
  const isTwice = chance.hits(town.haste / 2);
  return askWith(town, order, chance, { deed, isTwice });
}

/** With one key until an answer comes; null: none came, or it was refused. */
async function askWith(
  town: Town,
  order: Order,
  chance: Chance,
  { deed, isTwice }: { readonly deed: Deed; readonly isTwice: boolean },
): Promise<Answer | null> {
  const key = town.makeId('key');
  for (let tries = 0; tries < 6; tries += 1) {
    const process = town.process();
    if (process === undefined) {
      await town.scheduler.pause(1_000);
      continue;
    }
    const begin = (at: GatewayProcess) =>
      handle(at, { key, accountId: town.accountId, town }, deed);
    const handled = begin(process);
    const other = isTwice ? town.process() : undefined;
    if (other !== undefined) void begin(other);
    const wait = town.scheduler.pause(nobodyWaitsLongerMs).then(() => 'again' as const);
    const outcome = await Promise.race([handled, wait]);
    town.trouble.note(order.name, typeof outcome === 'string' ? outcome : answerText(outcome));
    if (outcome !== 'again') {
      if (outcome !== 'refused') town.onAnswer(order.name, outcome);
      return outcome === 'refused' ? null : outcome;
    }
    await town.scheduler.pause(chance.between(500, 5_000));
  }
  return null;
}

const answerText = ({ status }: Answer): string => `answered ${status}`;

/** As the API keeps an idempotency key: a finished record answers, a broken one by what became of it. */
async function handle(
  { means, keysRunning }: GatewayProcess,
  { key, accountId, town }: { key: string; accountId: AccountId; town: Town },
  deed: Deed,
): Promise<Answer | 'again' | 'refused'> {
  if (keysRunning.has(key)) return 'again';
  keysRunning.add(key);
  try {
    const record = await findRecord(means.db, { accountId, key });
    if (record?.answer) return readAnswer(record.answer.body);
    if (record !== undefined) {
      const view = await loadPayment(means.db, accountId, record.subject ?? '');
      if (view === undefined || view.intent.state.status === 'processing') return 'again';
      const answer = answerOf(view);
      const { createdAtMs } = record;
      const place = { accountId, key, createdAtMs };
      await means.db.commit(finishRecord(place, { status: 200, body: answer }));
      return answer;
    }
    const made = { accountId, key, inputHash: '', owner: means.owner };
    const row = { ...made, createdAtMs: means.clock.nowMs() };
    let hasBegun = false;
    const answer = (view: PaymentView) => ({ status: 200, body: answerOf(view) });
    const done = await deed(means, {
      begin: (subject) => {
        hasBegun = true;
        return insertRecord(row, subject, null);
      },
      settle: (view, subject) =>
        hasBegun ? finishRecord(row, answer(view)) : insertRecord(row, subject, answer(view)),
    });
    if (done.ok) return answerOf(done.value);
    return done.error.code === 'busy' || done.error.code === 'key_used' ? 'again' : 'refused';
  } catch (error) {
    if (!(error instanceof Unreachable)) town.trouble.thrown('a request', error);
    return 'again';
  } finally {
    keysRunning.delete(key);
  }
}

async function look(town: Town, intentId: string): Promise<PaymentView | null> {
  const process = town.process();
  if (process === undefined) return null;
  const { means } = process;
  const found = loadPayment(means.db, town.accountId, intentId)
    .then((view) => view && repaired(means, view))
    .catch(() => undefined);
  const tooLong = town.scheduler.pause(5_000).then(() => undefined);
  return (await Promise.race([found, tooLong])) ?? null;
}

async function isSucceeded(town: Town, order: Order): Promise<boolean> {
  const view = await look(town, order.intentId);
  return view?.intent.state.status === 'succeeded';
}

const answerOf = ({ intent: { state } }: PaymentView): Answer => ({
  status: state.status,
  action: state.status === 'requires_action' ? state.authenticationId : null,
});

function readAnswer(body: unknown): Answer {
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(Object(body)),
  );
  const { status, action } = fields;
  return { status: String(status), action: typeof action === 'string' ? action : null };
}

function newCard(town: Town, order: Order): PaymentMethod {
  const id = town.makeId('pm');
  town.registerCard(id, order.name);
  const expiry = { month: 12, year: 2030 };
  const { accountId } = town;
  return {
    ...{ accountId, id, createdAtMs: town.scheduler.clock.nowMs(), billing: noBilling },
    ...{ metadata: {}, customer: null, detachedAtMs: null, token: null },
    allowRedisplay: 'unspecified',
    face: {
      ...{ brand: 'visa', funding: 'debit', country: 'BA', last4: '4242', expiry },
      ...{ holder: null, fingerprint: 'simulated' },
    },
    sealed: {
      ...{ accountId, paymentMethod: id, sealedPan: 'v1.simulated', expiry, holder: null },
      brand: 'visa',
    },
  };
}
