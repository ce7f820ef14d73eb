// The connector to Stripe, against a second Kassa: the official client on one side, on the other an API
// that is held against the same client's declarations.

import { Secret } from '@kassa/secret';
import { openHttpLine } from '../../testing/http-line.ts';
import { knownCard } from '../../testing/known-cards.ts';
import { startTestAcquirer } from '../../testing/test-acquirer.ts';
import {
  acquirerAt,
  startTestGateway,
  type TestGateway,
  until,
} from '../../testing/test-gateway.ts';
import { nameAdvice } from '../name-message.ts';
import { connectStripe } from '../stripe/connect-stripe.ts';
import { rrnKey } from '../stripe/to-stripe.ts';
import type { Grounds } from './grounds.ts';
import type { Effect, Message, Subject } from './subject.ts';

const slow = '4000000700000005';

export async function stripeSubject({ means, merchant, late }: Grounds): Promise<Subject> {
  const bank = await startTestAcquirer();
  // It may be slow without being given up by the Kassa before it.
  const kassa = await startTestGateway({
    acquirers: [{ ...acquirerAt(bank.port), timeoutMs: 15_000 }],
  });
  bank.onAuthorization(({ fields }) => {
    if (fields[2] === slow) return { do: 'late' };
    const code = knownCard(fields[2])?.refusal;
    return code === undefined ? { do: 'approve' } : { do: 'decline', code };
  });
  const line = await openHttpLine(kassa.url);
  const key = new Secret('sk_test_diva');
  const times = { timeoutMs: 3_000, inquiryTimeoutMs: 3_000 };
  const connector = connectStripe(
    { name: 'stripe', url: line.url, key, ...times, takesProof: false },
    means,
  );
  return {
    name: 'stripe',
    ...{ connector, merchant, late },
    cards: {
      good: '4242424242424242',
      hard: '4000000000000069',
      soft: '4000000000009995',
      technical: '4000000000000119',
      fraud: '4000000000009979',
      step_up: '4000000000003220',
      wrong_cvc: '4000000000000127',
      slow,
    },
    disturb: (message, how) => line.disturb(keyOf(message), how),
    async letGo({ rrn }) {
      bank.answerLate();
      const isOver = async () =>
        (await intentsOf(kassa, rrn)).every(({ status }) => status !== 'processing');
      await until(isOver, 'the slow bank has answered');
    },
    settle: async () => {},
    effect: ({ rrn }) => effectAt(kassa, rrn),
    shut: async () => line[Symbol.asyncDispose](),
    exceptions: {},
    async [Symbol.asyncDispose]() {
      await line[Symbol.asyncDispose]();
      await kassa.close();
      await bank.close();
    },
  };
}

/** The name of the request that moves money. */
const keyOf = ({ kind, wire, original }: Message): string =>
  kind === 'authorize'
    ? `${wire.rrn}-confirm`
    : nameAdvice({ kind, wire, original: { wire: original } });

async function intentsOf({ stripe }: TestGateway, rrn: string) {
  const { data } = await stripe.paymentIntents.list({
    limit: 100,
    expand: ['data.latest_charge'],
  });
  return data.filter(({ metadata }) => metadata[rrnKey] === rrn);
}

/** Of all that bears the name: were there two, the sum would say so. */
async function effectAt(kassa: TestGateway, rrn: string): Promise<Effect> {
  let held = 0;
  let taken = 0;
  for (const intent of await intentsOf(kassa, rrn)) {
    const charge = intent.latest_charge;
    if (charge === null || typeof charge === 'string') continue;
    held += intent.amount_capturable;
    taken += intent.amount_received - charge.amount_refunded;
  }
  return { held: BigInt(held), taken: BigInt(taken) };
}
