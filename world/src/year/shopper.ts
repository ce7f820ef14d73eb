// The shops' programs: what they ask of the gateway, over HTTP as any shop would, and what they were
// told. Asked to come again later, they do, with the same key.

import { setTimeout as pause } from 'node:timers/promises';
import { httpClient } from '@kassa/http';
import { z } from 'zod';
import type { MerchantPlan } from '../cast/plans.ts';
import type { Sale } from './plan.ts';

export type Told = 'paid' | 'held' | 'declined' | 'unknown' | 'refused';

export type Outcome = {
  readonly told: Told;
  /** Null: the shop got no object for it. */
  readonly intent: string | null;
  /** Why it was not paid, as the gateway said it. */
  readonly why: string | null;
};

export type Answer = { readonly status: number; readonly body: unknown };

export type Shopper = AsyncDisposable & {
  buy(sale: Sale): Promise<Outcome>;
  post(merchant: MerchantPlan, path: string, form: Form, key: string): Promise<Answer>;
  get(merchant: MerchantPlan, path: string): Promise<Answer>;
  /** Webhook endpoints go: nobody listens in this year. */
  stopWebhooks(merchant: MerchantPlan): Promise<void>;
};

type Form = Readonly<Record<string, string>>;

const timeoutMs = 60_000;
const triesMax = 40;

const intentSchema = z.object({
  id: z.string(),
  status: z.string(),
  last_payment_error: z.object({ code: z.string().nullish() }).nullish(),
});
const errorSchema = z.object({
  error: z.object({
    code: z.string().nullish(),
    decline_code: z.string().nullish(),
    payment_intent: z.object({ id: z.string(), status: z.string() }).nullish(),
  }),
});
const endpointsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

export function openShopper(gatewayUrl: string): Shopper {
  const client = httpClient({ timeoutMs });
  const ask = async (
    merchant: MerchantPlan,
    path: string,
    form: Form | undefined,
    key: string,
  ): Promise<Answer> => {
    const url = `${gatewayUrl}${path}`;
    const authorization = `Bearer ${merchant.secretKey}`;
    for (let tries = 1; ; tries += 1) {
      const answer =
        form === undefined
          ? await client.getText(url, { headers: { authorization } })
          : await client.postText(url, new URLSearchParams(form).toString(), {
              headers: {
                authorization,
                'content-type': 'application/x-www-form-urlencoded',
                'idempotency-key': key,
              },
            });
      const isBusy = answer.ok && [409, 429, 503].includes(answer.value.status);
      if ((!answer.ok || isBusy) && tries < triesMax) {
        await pause(Math.min(100 * tries, 1000));
        continue;
      }
      if (!answer.ok) throw new Error(`${path}: ${answer.error.code}, ${answer.error.detail}`);
      return { status: answer.value.status, body: JSON.parse(answer.value.body) };
    }
  };
  const post: Shopper['post'] = (merchant, path, form, key) => ask(merchant, path, form, key);
  const get: Shopper['get'] = (merchant, path) => ask(merchant, path, undefined, '');
  const close = () => client.close();
  return {
    post,
    get,
    async buy(sale) {
      const send = () => post(sale.merchant, '/v1/payment_intents', formOf(sale), keyOf(sale));
      if (!sale.isTwice) return outcomeOf(await send());
      const [first, second] = (await Promise.all([send(), send()])).map(outcomeOf);
      if (first === undefined || second === undefined) throw new Error('two were sent');
      if (first.intent !== second.intent || first.told !== second.told) {
        throw new Error(`order ${sale.number}, sent twice: ${JSON.stringify([first, second])}`);
      }
      return first;
    },
    async stopWebhooks(merchant) {
      const { body } = await get(merchant, '/v1/webhook_endpoints?limit=100');
      for (const { id } of endpointsSchema.parse(body).data) {
        await post(merchant, `/v1/webhook_endpoints/${id}`, { disabled: 'true' }, `off-${id}`);
      }
    },
    [Symbol.asyncDispose]: close,
  };
}

const keyOf = ({ number }: Sale) => `order-${number}`;

function formOf(sale: Sale): Form {
  return {
    amount: String(sale.minor),
    currency: sale.merchant.currency.toLowerCase(),
    payment_method: sale.card,
    confirm: 'true',
    'metadata[order_number]': String(sale.number),
    ...(sale.isHeld && { capture_method: 'manual' }),
    ...(sale.isPresent ? { return_url: 'https://shop.example/back' } : { off_session: 'true' }),
  };
}

function outcomeOf({ status, body }: Answer): Outcome {
  if (status === 200) {
    const { id, status: state, last_payment_error: problem } = intentSchema.parse(body);
    const ends: Readonly<Record<string, Told>> = {
      succeeded: 'paid',
      requires_capture: 'held',
      processing: 'unknown',
    };
    return { told: ends[state] ?? 'refused', intent: id, why: problem?.code ?? state };
  }
  const { error } = errorSchema.parse(body);
  const told = status === 402 ? 'declined' : 'refused';
  const isKnown = error.payment_intent !== undefined && error.payment_intent !== null;
  const isUnknown = isKnown && error.payment_intent?.status === 'processing';
  const why = error.decline_code ?? error.code ?? `HTTP ${status}`;
  return { told: isUnknown ? 'unknown' : told, intent: error.payment_intent?.id ?? null, why };
}
