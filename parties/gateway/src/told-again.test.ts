// What is told and not acknowledged: a capture, a void, a refund whose request or answer is lost, whose
// line breaks, or whose gateway goes down. Told again under the same name, and done once.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { pay, rrnOf } from './testing/paying.ts';
import type { Behaviour } from './testing/test-acquirer.ts';
import { startTestGateway, type TestGateway, until } from './testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

type Kind = {
  readonly what: string;
  readonly mti: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly begin: (intentId: string) => Promise<unknown>;
  /** What the acquirer has of it in the end: held, and taken. */
  readonly left: readonly [heldMinor: bigint | undefined, takenMinor: bigint | undefined];
};

const kinds: readonly Kind[] = [
  {
    what: 'capture',
    mti: '022',
    captureMethod: 'manual',
    begin: (id) => gateway.stripe.paymentIntents.capture(id, { amount_to_capture: 6_000 }),
    left: [10_000n, 6_000n],
  },
  {
    what: 'void',
    mti: '040',
    captureMethod: 'manual',
    begin: (id) => gateway.stripe.paymentIntents.cancel(id),
    left: [undefined, undefined],
  },
  {
    what: 'refund',
    mti: '022',
    captureMethod: 'automatic',
    begin: (id) => gateway.stripe.refunds.create({ payment_intent: id, amount: 4_000 }),
    left: [10_000n, 6_000n],
  },
];

type Failure = {
  readonly failing: string;
  readonly goes: Behaviour;
  readonly meanwhile?: () => Promise<void>;
};

const failures: readonly Failure[] = [
  { failing: 'request is lost', goes: { do: 'lost' } },
  { failing: 'answer is lost after the effect', goes: { do: 'unanswered' } },
  { failing: 'line breaks', goes: { do: 'disconnect' } },
  { failing: 'provider says 96', goes: { do: 'decline', code: '96' } },
  {
    failing: 'gateway goes down after the effect',
    goes: { do: 'unanswered' },
    meanwhile: () => gateway.restart(),
  },
];

const cases = kinds.flatMap((kind) => failures.map((failure) => ({ ...kind, ...failure })));

test.each(cases)('a $what whose $failing is done once', async (one) => {
  const { mti, captureMethod, begin, left, goes, meanwhile } = one;
  const { acquirer } = gateway;
  acquirer.onAdvice(() => ({ do: 'approve' }));
  const { id } = await pay(gateway, { capture_method: captureMethod });
  const rrn = await rrnOf(gateway, id);
  if (captureMethod === 'automatic') {
    await until(() => acquirer.taken.get(rrn) === 10_000n, 'the capture is told');
  }
  const before = acquirer.received.length;
  const told = () => acquirer.received.slice(before).filter((one) => one.mti.startsWith(mti));
  acquirer.onAdvice(() => (told().length > 1 ? { do: 'approve' } : goes));
  await begin(id);
  await until(() => told().length > 0, 'it is told');
  await meanwhile?.();
  await until(() => told().length > 1, 'it is told again');
  await until(
    async () =>
      (await gateway.control('health').then(JSON.stringify)).includes('"advicesWaiting":0'),
    'it is acknowledged',
  );
  expect([acquirer.held.get(rrn), acquirer.taken.get(rrn)]).toEqual(left);
  const names = told().map(({ fields }) => `${fields[37]} ${fields[11]} ${fields[7]}`);
  expect(new Set(names).size).toBe(1);
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
});
