// A developer's tests name cards as the original's documentation does. Every name pays, is refused or
// asks for its holder because an account at a bank stands so.

import Stripe from 'stripe';
import { describe, expect, inject, test } from 'vitest';
import { testCards, tokenCards } from '../cast/cast.ts';
import './setup.ts';

const stripe = new Stripe('sk_test_diva', {
  host: '127.0.0.1',
  port: inject('place').port + 1,
  protocol: 'http',
  maxNetworkRetries: 0,
});

const all = [...testCards, ...tokenCards].filter(({ tokens = [] }) => tokens.length > 0);

/** What a payment came to: its status, or the code of its refusal. */
async function outcomeOf(
  name: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<string> {
  try {
    const intent = await stripe.paymentIntents.create({
      amount: 2_000,
      currency: 'bam',
      payment_method: name,
      confirm: true,
      return_url: 'https://example.com/back',
      ...more,
    });
    return intent.status;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    return error.decline_code ?? error.code ?? '';
  }
}

describe('a well-known card', () => {
  test.each(
    all.map(({ tokens = [], outcome, declineCode, authentication }) => {
      const asksFirst = ['always', 'when_present', 'every_payment'].includes(authentication);
      const isPhoneless = tokens[0] === 'threeDSecureRequiredProcessingError';
      const expected =
        asksFirst && !isPhoneless
          ? 'requires_action'
          : outcome === 'declined'
            ? (declineCode ?? '')
            : 'succeeded';
      return [`pm_card_${tokens[0]}`, expected] as const;
    }),
  )('%s: %s', async (name, expected) => {
    expect(await outcomeOf(name)).toBe(expected);
  });

  test('goes on without its holder as its bank lets it', async () => {
    const alone = { off_session: true } as const;
    expect(await outcomeOf('pm_card_authenticationRequired', alone)).toBe(
      'authentication_required',
    );
    expect(await outcomeOf('pm_card_authenticationRequiredSetupForOffSession', alone)).toBe(
      'succeeded',
    );
    expect(await outcomeOf('pm_card_visa', alone)).toBe('succeeded');
  });
});
