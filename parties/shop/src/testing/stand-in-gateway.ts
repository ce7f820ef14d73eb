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
  intent: Intent | undefined;
};

type Intent = {
  readonly id: string;
  readonly status: string;
  readonly error?: {
    readonly code: string;
    readonly decline_code?: string;
    readonly charge: string;
  };
};

type Books = {
  readonly sessions: Map<string, Session>;
  /** Session ids by idempotency key. */
  readonly keys: Map<string, string>;
  /** Keys whose first call is not answered yet. */
  readonly underWay: Set<string>;
  /** Set: creating waits for it. */
  held: Promise<void> | undefined;
  onRefused: () => void;
  isDown: boolean;
  url: string;
};

export type StandInGateway = {
  readonly url: string;
  readonly sessions: ReadonlyMap<string, Session>;
  /** A program that hangs up on everybody. */
  setDown(isDown: boolean): void;
  /** From now on sessions take until `release`; a second call with the same key meets a 409. */
  hold(): { readonly refused: Promise<void>; release(): void };
  pay(sessionId: string): void;
  refuse(sessionId: string, code: string, declineCode?: string): void;
  leaveUnknown(sessionId: string): void;
  /** A signed event about a session, ready to be posted. */
  event(type: string, sessionId: string, eventId: string, atMs?: number): SignedEvent;
  stop(): Promise<void>;
};

type SignedEvent = { readonly payload: string; readonly header: string };

export async function startStandInGateway(webhookSecret: string): Promise<StandInGateway> {
  const books: Books = {
    sessions: new Map(),
    keys: new Map(),
    underWay: new Set(),
    held: undefined,
    onRefused: () => {},
    isDown: false,
    url: '',
  };
  const server = createServer((request, reply) => {
    answer(books, request, reply).catch(() => reply.writeHead(500).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  books.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url: books.url,
    sessions: books.sessions,
    setDown: (isDown) => {
      books.isDown = isDown;
    },
    hold: () => hold(books),
    ...buyer(books),
    event: (type, id, eventId, atMs = Date.now()) => {
      const payload = eventOf(books, type, id, eventId, atMs);
      return { payload, header: signed(payload, webhookSecret, atMs) };
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function hold(books: Books) {
  let release = () => {};
  books.held = new Promise((resolve) => {
    release = () => {
      books.held = undefined;
      resolve();
    };
  });
  const refused = new Promise<void>((resolve) => {
    books.onRefused = resolve;
  });
  return { refused, release: () => release() };
}

/** What the buyer does on the hosted page. */
function buyer(books: Books) {
  let charges = 0;
  const change = (id: string, to: Partial<Session>) => Object.assign(sessionOf(books, id), to);
  return {
    pay: (id: string) => {
      const intent = { id: `pi_${id}`, status: 'succeeded' };
      change(id, { status: 'complete', payment_status: 'paid', intent });
    },
    refuse: (id: string, code: string, declineCode?: string) => {
      charges += 1;
      const decline = declineCode === undefined ? {} : { decline_code: declineCode };
      const error = { code, charge: `ch_${charges}`, ...decline };
      change(id, { intent: { id: `pi_${id}`, status: 'requires_payment_method', error } });
    },
    leaveUnknown: (id: string) => {
      change(id, { status: 'complete', intent: { id: `pi_${id}`, status: 'processing' } });
    },
  };
}

async function answer(books: Books, request: IncomingMessage, reply: ServerResponse) {
  const path = new URL(request.url ?? '/', books.url).pathname;
  const body = await bodyOf(request);
  if (books.isDown) return reply.destroy();
  const send = (status: number, value: unknown) =>
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.method === 'POST' && path === '/v1/checkout/sessions') {
    const key = String(request.headers['idempotency-key']);
    if (books.underWay.has(key)) {
      books.onRefused();
      return send(409, { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } });
    }
    books.underWay.add(key);
    await books.held;
    books.underWay.delete(key);
    return send(200, shape(create(books, key, new URLSearchParams(body)), books.url));
  }
  const [, id = '', expire] = /^\/v1\/checkout\/sessions\/(\w+)(\/expire)?$/.exec(path) ?? [];
  const session = books.sessions.get(id);
  const no = (message: string) => ({ error: { type: 'invalid_request_error', message } });
  if (!session) return send(404, no('none'));
  if (expire && session.status !== 'open') return send(400, no('not open'));
  if (expire) session.status = 'expired';
  return send(200, shape(session, books.url));
}

function create(books: Books, key: string, params: URLSearchParams): Session {
  const known = books.sessions.get(books.keys.get(key) ?? '');
  if (known) return known;
  const id = `cs_test_${books.sessions.size + 1}`;
  const session: Session = {
    id,
    params,
    status: 'open',
    payment_status: 'unpaid',
    intent: undefined,
  };
  books.sessions.set(id, session);
  books.keys.set(key, id);
  return session;
}

function sessionOf({ sessions }: Books, id: string): Session {
  const session = sessions.get(id);
  if (!session) throw new Error(`no session ${id}`);
  return session;
}

function eventOf(books: Books, type: string, id: string, eventId: string, atMs: number): string {
  const session = sessionOf(books, id);
  // As on the wire: an event carries the id of the PaymentIntent, not the whole of it.
  const object = type.startsWith('payment_intent.')
    ? intentShape(session)
    : { ...shape(session, books.url), payment_intent: session.intent?.id ?? null };
  const created = Math.floor(atMs / 1000);
  return JSON.stringify({ id: eventId, object: 'event', type, created, data: { object } });
}

function signed(payload: string, secret: string, atMs: number): string {
  const { webhooks } = new Stripe('sk_test_stand_in');
  const timestamp = Math.floor(atMs / 1000);
  return webhooks.generateTestHeaderString({ payload, secret, timestamp });
}

function shape(session: Session, base: string) {
  const { id, params, status, payment_status } = session;
  let total = 0;
  for (let index = 0; params.has(`line_items[${index}][quantity]`); index += 1) {
    const quantity = Number(params.get(`line_items[${index}][quantity]`));
    total += quantity * Number(params.get(`line_items[${index}][price_data][unit_amount]`));
  }
  const sending = 'shipping_options[0][shipping_rate_data][fixed_amount][amount]';
  total += Number(params.get(sending) ?? 0);
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
