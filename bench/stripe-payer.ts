// Who pays in the manner of most users: with the official client, and in two requests.

import Stripe from 'stripe';

export const stripeCallers = 32;

/** Makes a PaymentIntent, then confirms it. */
export function stripePayer(url: string, key: string): (number: number) => Promise<void> {
  const { hostname: host, port } = new URL(url);
  const stripe = new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0 });
  return async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 1_250, currency: 'bam' });
    const { status } = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      return_url: 'https://bench.example/back',
    });
    if (status !== 'succeeded') throw new Error(`the payment ${id} is ${status}`);
  };
}
