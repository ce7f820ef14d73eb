// A small real HTTP program that speaks the few endpoints of a Stripe-shaped gateway which the
// shop needs. The test says what the buyer does on its page: pay, be refused, leave.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Stripe from 'stripe';

export type Session = {
  readonly id: string;
  readonly params: URLSearchParams;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  intent:
    | {
        id: string;
        status: string;
        error?: { code: string; decline_code?: string; charge: string };
      }
    | undefined;
};

export type StandInGateway = Awaited<ReturnType<typeof startStandInGateway>>;

export async function startStandInGateway(webhookSecret: string) {
  const sessions = new Map<string, Session>();
  const keys = new Map<string, string>();
  const state = { isDown: false, calls: [] as string[] };
  let counter = 0;

  const create = (key: string, params: URLSearchParams): Session => {
    const known = sessions.get(keys.get(key) ?? '');
    if (known) return known;
    counter += 1;
    const id = `cs_test_${counter}`;
    const session: Session = {
      id,
      params,
      status: 'open',
      payment_status: 'unpaid',
      intent: undefined,
    };
    sessions.set(id, session);
    keys.set(key, id);
    return session;
  };

  const server = createServer((request, reply) => {
    void handle(request, reply).catch(() => reply.writeHead(500).end('{}'));
  });
  const handle = async (request: IncomingMessage, reply: ServerResponse) => {
    const { method, url = '/' } = request;
    const path = new URL(url, 'http://gateway').pathname;
    state.calls.push(`${method} ${path}`);
    const body = await bodyOf(request);
    const send = (status: number, value: unknown) =>
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (state.isDown) return reply.destroy();
    if (method === 'POST' && path === '/v1/checkout/sessions') {
      const key = String(request.headers['idempotency-key']);
      return send(200, shape(create(key, new URLSearchParams(body)), base()));
    }
    const [, id = '', expire] = /^\/v1\/checkout\/sessions\/(\w+)(\/expire)?$/.exec(path) ?? [];
    const session = sessions.get(id);
    if (!session) return send(404, { error: { type: 'invalid_request_error', message: 'none' } });
    if (expire) {
      if (session.status !== 'open') {
        return send(400, { error: { type: 'invalid_request_error', message: 'not open' } });
      }
      session.status = 'expired';
    }
    return send(200, shape(session, base()));
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const base = () => `http://127.0.0.1:${port}`;
  const stripe = new Stripe('sk_test_stand_in');
  const must = (id: string): Session => {
    const session = sessions.get(id);
    if (!session) throw new Error(`no session ${id}`);
    return session;
  };

  return {
    url: base(),
    sessions,
    calls: state.calls,
    /** A program that hangs up on everybody. */
    setDown: (isDown: boolean) => {
      state.isDown = isDown;
    },
    pay: (id: string) => {
      const session = must(id);
      session.status = 'complete';
      session.payment_status = 'paid';
      session.intent = { id: `pi_${id}`, status: 'succeeded' };
    },
    refuse: (id: string, code: string, declineCode?: string) => {
      counter += 1;
      const error = {
        code,
        charge: `ch_${counter}`,
        ...(declineCode === undefined ? {} : { decline_code: declineCode }),
      };
      must(id).intent = { id: `pi_${id}`, status: 'requires_payment_method', error };
    },
    leaveUnknown: (id: string) => {
      must(id).status = 'complete';
      must(id).intent = { id: `pi_${id}`, status: 'processing' };
    },
    /** A signed event about a session, ready to be posted. */
    event: (type: string, id: string, eventId: string, atMs = Date.now()) => {
      const payload = JSON.stringify({
        id: eventId,
        object: 'event',
        type,
        created: Math.floor(atMs / 1000),
        data: { object: eventObject(type, must(id), base()) },
      });
      const header = stripe.webhooks.generateTestHeaderString({
        payload,
        secret: webhookSecret,
        timestamp: Math.floor(atMs / 1000),
      });
      return { payload, header };
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function eventObject(type: string, session: Session, base: string): unknown {
  if (!type.startsWith('payment_intent.')) {
    // As on the wire: an event carries the id of the PaymentIntent, not the whole of it.
    return { ...shape(session, base), payment_intent: session.intent?.id ?? null };
  }
  return intentShape(session);
}

function shape(session: Session, base: string) {
  const { id, params, status, payment_status } = session;
  let total = 0;
  for (let index = 0; params.has(`line_items[${index}][quantity]`); index += 1) {
    const quantity = Number(params.get(`line_items[${index}][quantity]`));
    total += quantity * Number(params.get(`line_items[${index}][price_data][unit_amount]`));
  }
  return {
    id,
    object: 'checkout.session',
    status,
    payment_status,
    amount_total: total,
    currency: params.get('line_items[0][price_data][currency]'),
    client_reference_id: params.get('client_reference_id'),
    payment_intent: session.intent ? intentShape(session) : null,
    url: status === 'open' ? `${base}/c/${id}` : null,
  };
}

function intentShape({ intent, params }: Session) {
  return {
    id: intent?.id,
    object: 'payment_intent',
    status: intent?.status,
    metadata: {
      order_number: params.get('payment_intent_data[metadata][order_number]'),
      attempt: params.get('payment_intent_data[metadata][attempt]'),
    },
    last_payment_error: intent?.error ? { type: 'card_error', ...intent.error } : null,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
