// Where examples are played: a whole test gateway with a settlement desk, asked over HTTP as curl
// would.

import { assert } from '@kassa/result';
import { examples } from '../api/examples/all-examples.ts';
import type { Example, Happening, Step } from '../api/examples/example.ts';
import { fillIn, type Made, type Request } from '../api/examples/fill-in.ts';
import type { Operation } from '../api/kernel/operation.ts';
import { callRaw } from './call-raw.ts';
import { merchantsPaid } from './platform.ts';
import { openSettlementDesk, type SettlementDesk } from './settlement-desk.ts';
import { acquirerAt, startTestGateway, type TestGateway } from './test-gateway.ts';

export type Stage = AsyncDisposable & {
  readonly gateway: TestGateway;
  readonly desk: SettlementDesk;
  readonly key: string;
  readonly openedAtMs: number;
};

/** A request that an example comes to, with everything it names made. */
export type Ready = Request & {
  readonly operation: Operation;
  readonly example: Example;
  /** What the first steps were answered with. */
  readonly made: Made;
};
export type Answered = { readonly status: number; readonly body: unknown };

export async function openStage(slug: 'diva' | 'nordlys' = 'diva'): Promise<Stage> {
  const openedAtMs = Date.now();
  const gateway = await startTestGateway({
    rateLimit: { perSecond: 10_000, burst: 100_000 },
    merchants: merchantsPaid('instructed'),
  });
  const desk = await openSettlementDesk(gateway.acquirer);
  await gateway.restart({ acquirers: [acquirerAt(gateway.acquirer.port, desk.url)] });
  const key = `sk_test_${slug}`;
  return {
    gateway,
    desk,
    key,
    openedAtMs,
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await desk[Symbol.asyncDispose]();
    },
  };
}

export function operationOf({ gateway }: Pick<Stage, 'gateway'>, name: string): Operation {
  const found = gateway.operations.find((one) => one.name === name);
  assert(found !== undefined, `an example calls ${name}, which the API does not have`);
  return found;
}

/** Makes what the example of an operation speaks of, and says how it is then called. */
export async function prepare(stage: Stage, name: string): Promise<Ready> {
  const example = examples[name];
  assert(example !== undefined, `there is no example of ${name} in api/examples/`);
  const made = await makeFirst(stage, example);
  return { operation: operationOf(stage, name), example, made, ...fillIn(example, made) };
}

/** Calls an operation as its example does, and gives back the answer. */
export async function play(stage: Stage, name: string): Promise<Answered> {
  return callRaw(stage, await prepare(stage, name));
}

async function makeFirst(stage: Stage, { first = {} }: Example): Promise<Made> {
  const made = new Map<string, unknown>([['unique', crypto.randomUUID().slice(0, 8)]]);
  for (const [name, step] of Object.entries(first)) {
    made.set(name, await take(stage, step, made));
  }
  return made;
}

async function take(stage: Stage, step: Step, made: Made): Promise<unknown> {
  if (typeof step === 'object' && 'happens' in step) return happenings[step.happens](stage);
  const name = typeof step === 'string' ? step : step.call;
  const { status, body } =
    typeof step === 'string'
      ? await play(stage, step)
      : await callRaw(stage, {
          operation: operationOf(stage, name),
          example: {},
          made,
          ...fillIn(step, made),
        });
  assert(status === 200, `${name}, as a first step, was answered with ${status}: ${said(body)}`);
  return body;
}

const said = (body: unknown) => JSON.stringify(body).slice(0, 500);

const happenings: Readonly<Record<Happening, (stage: Stage) => Promise<void>>> = {
  'money arrives': async ({ gateway, desk }) => {
    // Setting the clock to where it is lets everything that is under way come to its end.
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    desk.settle('credited');
    await gateway.control('settlements/import', {});
  },
};

/** A merchant has only so many: tests that prepare the same examples again and again close theirs. */
export async function closeEndpoints({ gateway }: Stage): Promise<void> {
  const { stripe } = gateway;
  for (const { id } of (await stripe.webhookEndpoints.list({ limit: 100 })).data) {
    await stripe.webhookEndpoints.del(id);
  }
  for (const { id } of (await stripe.v2.core.eventDestinations.list({ limit: 100 })).data) {
    await stripe.v2.core.eventDestinations.del(id);
  }
}
