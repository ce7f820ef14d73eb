// What merchants, their developers and operators do all day, once each and a few times over: so each of
// their statements comes several times.

import { ask, textIn } from '../ask.ts';
import { logIn } from '../log-in.ts';
import type { World } from '../world.ts';

const key = 'sk_test_diva:';
const rounds = 6;

const gatewayOf = (world: World) => `http://127.0.0.1:${world.port + 1}`;

/** Answers the id of a PaymentIntent that was paid with a card of its own. */
export async function pay(world: World, more: Readonly<Record<string, string>> = {}) {
  const api = `${gatewayOf(world)}/v1`;
  const card = { type: 'card', 'card[token]': 'tok_visa' };
  const method = await ask(`${api}/payment_methods`, card, key);
  const intent = await ask(
    `${api}/payment_intents`,
    {
      ...{ amount: '1250', currency: 'bam', payment_method: textIn(method, 'id') },
      ...{ confirm: 'true', return_url: 'https://example.com/back' },
      ...more,
    },
    key,
  );
  return textIn(intent, 'id');
}

export async function useAll(world: World, control: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await useApi(world);
    await useDesk(world, control);
  }
  await reconcile(world);
}

async function useApi(world: World): Promise<void> {
  const api = `${gatewayOf(world)}/v1`;
  const post = async (path: string, form: Readonly<Record<string, string>>) =>
    textIn(await ask(`${api}/${path}`, form, key), 'id');
  const get = async (path: string) => {
    const { status, body } = await ask(`${api}/${path}`, undefined, key);
    if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
    const parsed: { readonly data?: readonly { readonly id: string }[] } = JSON.parse(String(body));
    return parsed.data ?? [];
  };
  const customer = await post('customers', { email: 'hana@example.com', name: 'Hana' });
  const intent = await pay(world, { customer, 'metadata[order]': '1001' });
  await post('refunds', { payment_intent: intent, amount: '250' });
  const held = await pay(world, { capture_method: 'manual' });
  await post(`payment_intents/${held}/capture`, {});
  const given = await pay(world, { capture_method: 'manual' });
  await post(`payment_intents/${given}/cancel`, {});
  await post('checkout/sessions', {
    ...{
      mode: 'payment',
      success_url: 'https://example.com/thanks',
      'line_items[0][quantity]': '1',
    },
    ...{ 'line_items[0][price_data][currency]': 'bam' },
    ...{ 'line_items[0][price_data][unit_amount]': '1250' },
    'line_items[0][price_data][product_data][name]': 'Soap',
  });
  const middle = Math.floor(Date.now() / 1000) - 180 * 86_400;
  const [charge] = await get('charges?limit=1');
  await get(`payment_intents/${intent}?expand[]=latest_charge.balance_transaction`);
  await get(`charges/${charge?.id}`);
  for (const list of ['payment_intents', 'charges', 'refunds', 'balance_transactions', 'payouts']) {
    const page = await get(`${list}?limit=100`);
    await get(
      `${list}?limit=10&starting_after=${page.at(-1)?.id ?? ''}`.replace(/&starting_after=$/, ''),
    );
    await get(`${list}?limit=10&created[gte]=${middle}&created[lt]=${middle + 3600}`);
  }
  const lists = [
    ...['payment_intents?customer=CUS', 'charges?customer=CUS', 'charges?payment_intent=PI'],
    ...['refunds?payment_intent=PI', 'balance_transactions?type=payout', 'customers?limit=10'],
    ...['events?limit=100', 'events?type=charge.refunded', 'events?delivery_success=false'],
    ...['disputes?limit=10', 'balance', 'payment_intents?limit=100&expand[]=data.latest_charge'],
    ...['charges?limit=100&expand[]=data.payment_intent', 'checkout/sessions?limit=10'],
    `payment_intents/search?query=${encodeURIComponent("metadata['order']:'1001'")}`,
    `charges/search?query=${encodeURIComponent("status:'succeeded' AND amount>1000")}`,
  ];
  for (const list of lists) {
    await get(list.replace('CUS', customer).replace('PI', intent));
  }
}

/** The reconciliation of all contracts, as the desk's button runs it. */
export async function reconcile(world: World): Promise<void> {
  const gateway = gatewayOf(world);
  const headers = { cookie: await logIn(gateway, 'operator'), origin: gateway };
  const answer = await fetch(`${gateway}/operators/reconciliation/run`, {
    ...{ method: 'POST', redirect: 'manual', headers },
  });
  if (answer.status !== 303) throw new Error(`the reconciliation was answered ${answer.status}`);
}

async function useDesk(world: World, control: string): Promise<void> {
  const gateway = gatewayOf(world);
  const cookie = await logIn(gateway, 'operator');
  const today = new Date().toISOString().slice(0, 10);
  const pages = [
    ...['/operators/payments', '/operators/payments?state=processing', '/operators/queue'],
    ...['/operators/payments?state=unknown', '/operators/disputes', '/operators/reconciliation'],
    ...[`/operators/payments?q=000123 ${today}`, `/operators/payments?q=4242 12.50 ${today}`],
    ...['/operators/payments?q=000000000123', '/_kassa/health', '/_kassa/payments'],
  ];
  for (const page of pages) {
    const isControl = page.startsWith('/_kassa');
    const headers = isControl ? { authorization: `Bearer ${control}` } : { cookie };
    const answer = await fetch(gateway + page, { headers: { accept: 'text/html', ...headers } });
    if (answer.status >= 400) throw new Error(`${page}: ${answer.status} ${await answer.text()}`);
    await answer.text();
  }
}
