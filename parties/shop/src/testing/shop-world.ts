// A whole shop for a test: real PostgreSQL, a real SMTP server that keeps what it gets, the
// stand-in gateway, and a clock that the test moves.
import { once } from 'node:events';
import { type Database, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { Secret } from '@kassa/secret';
import { virtualClock } from '@kassa/time';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { configSchema } from '../config.ts';
import type { Shop } from '../shops/shop.ts';
import { migrations, type Running, startShop } from '../wire.ts';
import { type Browser, hiddenOf, openBrowser } from './browser.ts';
import { type StandInGateway, startStandInGateway } from './stand-in-gateway.ts';

const webhookSecret = 'whsec_test';
const controlKey = 'control-key';

export type ShopWorld = {
  readonly db: Database;
  readonly gateway: StandInGateway;
  readonly letters: readonly Email[];
  readonly url: () => string;
  /** Takes the shop down and starts another on the same database. */
  restart(): Promise<void>;
  /** Moves the clock, and waits until everything that became due is done. */
  pass(ms: number): Promise<void>;
  settle(): Promise<void>;
  control(path: string): Promise<unknown>;
  webhook(type: string, sessionId: string, eventId: string): Promise<number>;
  send(payload: string, headers: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
};

export async function openShopWorld(options: { shop?: Shop } = {}): Promise<ShopWorld> {
  const database = await testDatabase(migrations);
  const gateway = await startStandInGateway(webhookSecret);
  const post = await startPost();
  const clock = virtualClock({ offsetMs: 0 });
  const config = configSchema.parse({
    shop: 'diva',
    databaseUrl: database.url,
    schema: 'party',
    port: 0,
    controlKey: new Secret(controlKey),
    gatewayUrl: gateway.url,
    gatewayKey: new Secret('sk_test_diva'),
    webhookSecret: new Secret(webhookSecret),
    smtpUrl: post.url,
  });
  const start = () => startShop(config, { log: silentLog, clock, ...options });
  let running: Running = await start();

  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${running.url}/_kassa/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const send = async (payload: string, headers: Record<string, string>): Promise<number> => {
    const answer = await fetch(`${running.url}/webhooks/kassa`, {
      method: 'POST',
      body: payload,
      headers: { 'content-type': 'application/json', ...headers },
    });
    await answer.text();
    return answer.status;
  };
  const pass = async (ms: number) => {
    await control('clock', { offsetMs: clock.offsetMs() + ms });
  };
  return {
    db: database.db,
    gateway,
    letters: post.letters,
    url: () => running.url,
    restart: async () => {
      await running.stop();
      running = await start();
    },
    pass,
    settle: () => pass(0),
    control: (path) => control(path),
    webhook: (type, sessionId, eventId) => {
      const { payload, header } = gateway.event(type, sessionId, eventId, clock.nowMs());
      return send(payload, { 'stripe-signature': header });
    },
    send,
    stop: async () => {
      await running.stop();
      await gateway.stop();
      await post.stop();
      await database.close();
    },
  };
}

export const hana = {
  name: 'Hana Kovačević',
  email: 'hana@primjer.ba',
  phone: '',
  delivery: 'post',
  street: 'Titova 1',
  postalCode: '71000',
  city: 'Sarajevo',
};

/** A buyer with 100 KM in the cart, at the checkout page. */
export async function fillCart(world: ShopWorld, lang = 'en'): Promise<Browser> {
  const browser = openBrowser(world.url(), lang);
  for (const slug of ['evening-ritual', 'gift-guide']) {
    await browser.post('/cart/items', { slug, quantity: '1' });
  }
  return browser;
}

export type Ordered = {
  readonly browser: Browser;
  /** Where the shop sent the buyer. */
  readonly to: string;
  readonly sessionId: string;
  readonly number: string;
  readonly path: string;
};

/** Orders and is sent to the gateway. */
export async function order(world: ShopWorld, browser: Browser, details = hana): Promise<Ordered> {
  const page = await browser.get('/checkout');
  const sent = await browser.post('/checkout', { ...hiddenOf(page, '/checkout'), ...details });
  return orderedTo(world, browser, sent.location ?? '');
}

export function orderedTo(world: ShopWorld, browser: Browser, to: string): Ordered {
  const sessionId = to.split('/c/')[1] ?? '';
  const params = world.gateway.sessions.get(sessionId)?.params;
  const back = params?.get('cancel_url') ?? '';
  const path = back === '' ? '' : new URL(back).pathname.replace(/\/return$/, '');
  return { browser, to, sessionId, number: path.split('/')[2] ?? '', path };
}

async function startPost() {
  const letters: Email[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((letter) => {
          letters.push(letter);
          done();
        }, done);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
