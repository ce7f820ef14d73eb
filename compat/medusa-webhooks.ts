// Webhooks as they really come, signed by the gateway, and what Medusa's provider makes of them.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Shop } from './medusa-provider.ts';
import type { Steps } from './medusa-steps.ts';

/** Which event means what to Medusa, and how a payment comes to it. */
const meanings: readonly {
  readonly type: string;
  readonly action: string;
  readonly method?: string;
  readonly isCanceled?: true;
}[] = [
  { type: 'payment_intent.created', action: 'pending' },
  {
    type: 'payment_intent.amount_capturable_updated',
    ...{ action: 'authorized', method: 'pm_card_visa' },
  },
  { type: 'payment_intent.succeeded', action: 'captured', method: 'pm_card_visa' },
  {
    type: 'payment_intent.payment_failed',
    ...{ action: 'failed', method: 'pm_card_chargeDeclined' },
  },
  {
    type: 'payment_intent.requires_action',
    ...{ action: 'requires_more', method: 'pm_card_threeDSecure2Required' },
  },
  { type: 'payment_intent.canceled', action: 'canceled', isCanceled: true },
];

export function webhookSteps(shop: Shop): Steps {
  const steps: Record<string, () => Promise<void>> = {
    'a webhook endpoint is made': async () => {
      const { webhookEndpoints } = shop.client('sk_test_diva');
      const endpoint = await webhookEndpoints.create({
        url: shop.hookUrl,
        enabled_events: meanings.map(({ type }) => type),
        api_version: '2024-04-10',
      });
      assert.match(endpoint.secret, /^whsec_/);
      shop.useSecret(endpoint.secret);
    },
  };
  for (const { type, action, method, isCanceled } of meanings) {
    steps[`getWebhookActionAndData: ${type} is "${action}"`] = async () => {
      const isHeld = type.endsWith('capturable_updated');
      const provider = shop.provider({ capture: !isHeld });
      const session_id = `payses_${randomUUID()}`;
      const more = { payment_method: method, confirm: true, return_url: 'https://shop.example/' };
      const made = await provider.initiatePayment({
        ...{ currency_code: 'bam', amount: 12.5, context: { idempotency_key: randomUUID() } },
        data: {
          ...{ session_id, payment_method_types: ['card'] },
          ...(method === undefined ? {} : more),
        },
      });
      if (isCanceled) await provider.cancelPayment({ data: { id: made.id } });
      const { rawData, signature } = await shop.hook(type, made.id);
      const read = (text: string) =>
        provider.getWebhookActionAndData({
          ...{ rawData: text, headers: { 'stripe-signature': signature }, data: {} },
        });
      const told = await read(rawData);
      assert.equal(told.action, action);
      assert.equal(told.data.session_id, session_id);
      assert.equal(Number(told.data.amount), 12.5);
      await assert.rejects(read(rawData.replace('1250', '1')), /signature/i);
    };
  }
  return steps;
}
