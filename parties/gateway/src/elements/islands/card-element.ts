// The card element, the gateway's side: fields in a frame that only the merchant's own pages may hold.
// What is typed goes from here to the vault under the publishable key, and nowhere else.

import { readExpiry } from '../../checkout/pages/card-checks.ts';
import {
  type CardRoom,
  enlivenFields,
  errorsIn,
  input,
  markAll,
} from '../../checkout/pages/islands/card-fields.ts';
import {
  type Answered,
  type Asked,
  type Billing,
  type ElementError,
  portMessage,
  readyMessage,
  type Told,
} from '../messages.ts';

const root = document.getElementById('card-form');
const form = root?.querySelector('form');
if (root && form) open({ root, form, texts: JSON.parse(root.dataset.texts ?? '{}') });

function open(room: CardRoom): void {
  const { key = '', shop = '' } = room.root.dataset;
  enlivenFields(room);
  room.form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('message', (event) => {
    const [port] = event.ports;
    const isOurs = event.source === parent && event.origin === shop && event.data === portMessage;
    if (isOurs && port !== undefined) serve(room, key, port);
  });
  parent.postMessage(readyMessage, shop);
}

function serve(room: CardRoom, key: string, port: MessagePort): void {
  const tell = (told: Told) => port.postMessage(told);
  port.onmessage = async ({ data }: MessageEvent<Asked>) => {
    port.postMessage(await answer(room, key, data));
  };
  const sized = () =>
    tell({ told: 'height', px: Math.ceil(room.root.getBoundingClientRect().bottom) + 4 });
  new ResizeObserver(sized).observe(room.root);
  room.form.addEventListener('input', () => {
    tell({ told: 'change', isComplete: Object.keys(errorsIn(room)).length === 0 });
  });
}

async function answer(room: CardRoom, key: string, asked: Asked): Promise<Answered> {
  const { id } = asked;
  switch (asked.do) {
    case 'retrieve': {
      const { address, secret } = addressOf(asked.clientSecret);
      return { id, ...(await call(key, 'GET', address, { client_secret: secret })) };
    }
    case 'clear':
      room.form.reset();
      return { id, object: null };
    case 'createPaymentMethod':
    case 'confirm': {
      const wrong = markAll(room);
      if (wrong !== undefined) {
        wrong.focus();
        return { id, error: incomplete };
      }
      const method = methodOf(room, asked.billing);
      if (asked.do === 'createPaymentMethod') {
        return { id, ...(await call(key, 'POST', '/v1/payment_methods', method)) };
      }
      const { address, secret } = addressOf(asked.clientSecret);
      return {
        id,
        ...(await call(key, 'POST', `${address}/confirm`, {
          client_secret: secret,
          return_url: asked.returnUrl,
          ...prefixed('payment_method_data', method),
        })),
      };
    }
  }
}

const incomplete: ElementError = {
  type: 'validation_error',
  code: 'card_incomplete',
  message: 'Fill in the card first.',
};

/** `pi_…_secret_…` names its intent. */
function addressOf(secret: string): { readonly address: string; readonly secret: string } {
  const id = secret.split('_secret_', 1)[0] ?? '';
  const kind = id.startsWith('seti_') ? 'setup_intents' : 'payment_intents';
  return { address: `/v1/${kind}/${encodeURIComponent(id)}`, secret };
}

type Form = Readonly<Record<string, string>>;

function methodOf(room: CardRoom, { email, phone }: Billing): Form {
  const value = (name: string) => input(room, name).value.trim();
  const expiry = readExpiry(value('expiry'));
  return {
    type: 'card',
    'card[number]': value('number').replaceAll(/\s/g, ''),
    'card[exp_month]': String(expiry?.month ?? ''),
    'card[exp_year]': String(expiry?.year ?? ''),
    'card[cvc]': value('cvc'),
    'billing_details[name]': value('name'),
    ...(email === undefined ? {} : { 'billing_details[email]': email }),
    ...(phone === undefined ? {} : { 'billing_details[phone]': phone }),
  };
}

function prefixed(prefix: string, fields: Form): Form {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `${prefix}[${name.replace('[', '][').replace(/\]$/, '')}]`,
      value,
    ]),
  );
}

async function call(
  key: string,
  method: 'GET' | 'POST',
  address: string,
  fields: Form,
): Promise<{ readonly object: unknown } | { readonly error: ElementError }> {
  const body = new URLSearchParams(fields);
  const headers = { authorization: `Bearer ${key}` };
  try {
    const said = await (method === 'GET'
      ? fetch(`${address}?${body}`, { headers })
      : fetch(address, { method, headers, body }));
    const object = await said.json();
    return object.error === undefined ? { object } : { error: object.error };
  } catch {
    const message = 'The gateway could not be reached. Look the payment up before trying again.';
    return { error: { type: 'api_connection_error', message } };
  }
}
