// A gateway whose first merchant is a platform: paid out as it says, with a desk that settles.

import type Stripe from 'stripe';
import { filledIn } from './connected.ts';
import { back } from './paying.ts';
import { openSettlementDesk, type SettlementDesk } from './settlement-desk.ts';
import {
  acquirerAt,
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from './test-gateway.ts';

export type TestPlatform = AsyncDisposable & {
  readonly gateway: TestGateway;
  readonly desk: SettlementDesk;
  /** A connected account that may do everything. */
  account(more?: Stripe.AccountCreateParams): Promise<Stripe.Account>;
  /** 100.00, paid; by the account if one is named. */
  sell(
    more: Partial<Stripe.PaymentIntentCreateParams>,
    account?: string,
  ): Promise<Stripe.PaymentIntent>;
  /** Until everything that is to be told is told. */
  drained(): Promise<void>;
  /** The acquirer settles all there is, and the gateway hears of it. */
  settle(): Promise<void>;
  /** Every book balances, and says what the rows say. */
  prove(): Promise<void>;
  close(): Promise<void>;
};

/** The two merchants, the first one paid out so. */
export function merchantsPaid(payouts: 'daily' | 'instructed') {
  const diva = merchant('diva', 'BAM');
  return [{ ...diva, acquirer: { ...diva.acquirer, payouts } }, merchant('nordlys', 'NOK')];
}

export async function startPlatform(
  payouts: 'daily' | 'instructed' = 'instructed',
): Promise<TestPlatform> {
  const gateway = await startTestGateway({ merchants: merchantsPaid(payouts) });
  const desk = await openSettlementDesk(gateway.acquirer);
  await gateway.restart({ acquirers: [acquirerAt(gateway.acquirer.port, desk.url)] });
  const drained = () =>
    until(async () => {
      const waiting = await gateway.db.query(
        { text: `select 1 as one from advice where state = 'waiting' limit 1` },
        () => 1,
      );
      return waiting.length === 0;
    }, 'everything is told');
  const close = async () => {
    await gateway.close();
    await desk[Symbol.asyncDispose]();
  };
  return {
    gateway,
    desk,
    account: (more = {}) => gateway.stripe.accounts.create({ ...filledIn, ...more }),
    async sell(more, account) {
      const options = account === undefined ? {} : { stripeAccount: account };
      const card = { type: 'card', card: visa() } as const;
      const method = await gateway.stripe.paymentMethods.create(card, options);
      const asked = { amount: 10_000, currency: 'bam', confirm: true, return_url: back };
      return gateway.stripe.paymentIntents.create(
        { ...asked, payment_method: method.id, ...more },
        options,
      );
    },
    drained,
    async settle() {
      await drained();
      desk.settle(payouts === 'daily' ? 'paid' : 'credited');
      await gateway.control('settlements/import', {});
    },
    async prove() {
      await drained();
      const proof = JSON.stringify(await gateway.control('prove'));
      if (!proof.includes('"ok":true')) throw new Error(`the books do not hold: ${proof}`);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
