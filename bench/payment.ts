// One payment through every party: PaymentMethod, then PaymentIntent confirmed, with 3-D Secure
// (frictionless), acquirer, network and issuer; in one world of one process, and with every party in a
// process of its own. Beside it, in alternating rounds, an answer of the same gateway that does nothing.

import { ask, textIn } from './ask.ts';
import { median, quantile } from './measure.ts';
import type { Report } from './report.ts';
import { type Split, type World, withWorld } from './world.ts';

const rounds = 6;
const warmUp = 150;

type Took = { readonly methodMs: number; readonly confirmMs: number };

const worlds: readonly (readonly [split: Split, name: string])[] = [
  ['together', 'one process'],
  ['apart', 'each party a process'],
];

export async function benchPayment(report: Report): Promise<void> {
  for (const [split, name] of worlds) {
    await withWorld(async (world) => {
      await loop(warmUp, 4, () => pay(world));
      for (const [callers, count] of [
        [1, 40],
        [8, 80],
      ] as const) {
        const isAimed = split === 'together' && callers === 1;
        await benchAt(report, world, { callers, count, name, isAimed });
      }
    }, split);
  }
}

type Round = {
  readonly callers: number;
  readonly count: number;
  /** Of the world. */
  readonly name: string;
  readonly isAimed: boolean;
};

async function benchAt(
  report: Report,
  world: World,
  { callers, count, name, isAimed }: Round,
): Promise<void> {
  const payments: Took[] = [];
  const empty: number[] = [];
  const rates: number[] = [];
  const emptyRates: number[] = [];
  const cpu = { node: 0, postgres: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const before = await world.usage();
    rates.push(await loop(count, callers, async () => payments.push(await pay(world))));
    const after = await world.usage();
    cpu.node += after.nodeCpuMs - before.nodeCpuMs;
    cpu.postgres += after.postgresCpuMs - before.postgresCpuMs;
    emptyRates.push(
      await loop(count * 5, callers, async () => empty.push((await nothing(world)).tookMs)),
    );
  }
  const wholes = payments.map(({ methodMs, confirmMs }) => methodMs + confirmMs);
  const emptyMs = quantile(empty, 0.5);
  const ms = (what: string, values: readonly number[], at: number) => {
    const value = quantile(values, at);
    return { what, value, unit: 'ms', ratio: value / emptyMs, than: 'an empty answer' };
  };
  const each = (spentMs: number) => spentMs / payments.length;
  const title = `a payment through all parties, ${name}, ${callers} at a time`;
  report.add(`${title}, ${payments.length} payments`, [
    { ...ms('payment, p50', wholes, 0.5), ...(isAimed ? { target: '< 40 ms' } : {}) },
    ms('payment, p95', wholes, 0.95),
    ms('payment, p99', wholes, 0.99),
    ms(
      '  create PaymentMethod, p50',
      payments.map(({ methodMs }) => methodMs),
      0.5,
    ),
    ms(
      '  create and confirm PaymentIntent, p50',
      payments.map(({ confirmMs }) => confirmMs),
      0.5,
    ),
    ms('empty answer (404), p50', empty, 0.5),
    { what: 'payments', value: median(rates), unit: '/s' },
    { what: 'empty answers', value: median(emptyRates), unit: '/s' },
    // With all that follows a payment: capture advice, three webhooks, seals.
    { what: 'processor time of a payment, node', value: each(cpu.node), unit: 'ms' },
    { what: 'processor time of a payment, PostgreSQL', value: each(cpu.postgres), unit: 'ms' },
  ]);
}

async function pay(world: World): Promise<Took> {
  const gateway = `http://127.0.0.1:${world.port + 1}`;
  const method = await ask(`${gateway}/v1/payment_methods`, {
    type: 'card',
    'card[number]': '4242424242424242',
    'card[exp_month]': '12',
    'card[exp_year]': '2034',
    'card[cvc]': '123',
  });
  const intent = await ask(`${gateway}/v1/payment_intents`, {
    amount: '1250',
    currency: 'bam',
    payment_method: textIn(method, 'id'),
    confirm: 'true',
    return_url: 'https://example.com/back',
  });
  const status = textIn(intent, 'status');
  if (status !== 'succeeded') throw new Error(`the payment is ${status}`);
  return { methodMs: method.tookMs, confirmMs: intent.tookMs };
}

/** Through the same kernel, its hooks and headers, to nobody. */
function nothing(world: World) {
  return ask(`http://127.0.0.1:${world.port + 1}/nothing-is-here`);
}

/** Operations a second. */
async function loop(
  count: number,
  callers: number,
  operate: () => Promise<unknown>,
): Promise<number> {
  const startedMs = performance.now();
  let begun = 0;
  const caller = async () => {
    while (begun < count) {
      begun += 1;
      await operate();
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (count * 1000) / (performance.now() - startedMs);
}
