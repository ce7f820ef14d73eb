// The composition root of a shop: read top to bottom, it shows how the shop is put together.
import { type ControlOptions, registerControl } from '@kassa/control';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { asset, type HttpApp, listen, openHttp } from '@kassa/http';
import { type Jobs, type JobsOptions, openJobs } from '@kassa/jobs';
import { type Log, openLog } from '@kassa/log';
import { type Mail, openMail } from '@kassa/mail';
import { bundleIsland } from '@kassa/pages';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { z } from 'zod';
import type { ShopConfig } from './config.ts';
import { positions, prove, trace } from './control/prove.ts';
import { askTask, sweepAll, sweepOrder } from './orders/ask-gateway.ts';
import { sendConfirmation } from './orders/send-confirmation.ts';
import { confirmationTask } from './orders/settle-order.ts';
import { lookOf } from './pages/look.ts';
import { problemPage } from './pages/problem-page.tsx';
import type { PaymentGateway } from './payment/gateway.ts';
import { stripeGateway } from './payment/stripe-gateway.ts';
import { diva } from './shops/diva/shop.ts';
import { nordlys } from './shops/nordlys/shop.ts';
import type { Shop } from './shops/shop.ts';
import { cartRoutes } from './web/cart-routes.ts';
import { checkoutRoutes } from './web/checkout-routes.ts';
import { orderRoutes } from './web/order-routes.ts';
import { shelfRoutes } from './web/shelf-routes.ts';
import type { ShopRoom } from './web/shop-room.ts';
import { bareVisit, rememberLanguage } from './web/visits.ts';
import { webhookRoute } from './web/webhook-route.ts';

export type Running = { readonly name: string; readonly url: string; stop(): Promise<void> };

export type Overrides = {
  readonly clock?: VirtualClock;
  readonly log?: Log;
  readonly gateway?: PaymentGateway;
  /** Another shelf, such as one whose prices change in a test. */
  readonly shop?: Shop;
};

export const migrations: readonly Migrations[] = [
  { name: 'shop', folder: new URL('../migrations/', import.meta.url) },
];

const shops: Record<ShopConfig['shop'], Shop> = { diva, nordlys };

export async function startShop(config: ShopConfig, overrides: Overrides = {}): Promise<Running> {
  const shop = overrides.shop ?? shops[config.shop];
  const name = `shop-${shop.id}`;
  const log = overrides.log ?? openLog({ name, level: 'info' });
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const { databaseUrl, schema, host, port } = config;

  const db = openDatabase({ url: databaseUrl, schema, log, name });
  await migrate(db, migrations);
  const gateway = overrides.gateway ?? openGateway(config, clock, log);
  const mail = openMail({ smtpUrl: config.smtpUrl, from: shop.mailFrom, log });

  // With port 0 the address is known only once the shop listens; jobs wait for it.
  const address = { url: config.publicUrl ?? `http://${host}:${port}` };
  const opening = gate();
  const room: ShopRoom = {
    db,
    clock,
    log,
    gateway,
    shop,
    look: lookOf(shop),
    payHere: openPayHere(config),
    askAfterMs: config.askAfterMs,
    expireAfterMs: config.expireAfterMs,
    get publicUrl() {
      return address.url;
    },
  };
  const jobs = await openJobs({
    database: db,
    schema: `${schema}_jobs`,
    clock,
    log,
    tasks: tasksOf(room, mail, opening.passed),
  });
  const app = openApp(config, name, room);
  registerControl(app, controlOf(config, name, room, jobs));

  const url = await listen(app, { host, port });
  address.url = config.publicUrl ?? url;
  opening.open();
  await sweepAll(room);
  const stop = async () => {
    await app.close();
    await jobs.stop();
    await mail.close();
    await db.close();
  };
  return { name, url, stop };
}

function openPayHere(config: ShopConfig): ShopRoom['payHere'] {
  const { publishableKey, gatewayPagesUrl, gatewayUrl } = config;
  if (publishableKey === undefined) return undefined;
  const kassaUrl = new URL('/kassa.js', gatewayPagesUrl ?? gatewayUrl).href;
  const island = bundleIsland(new URL('./orders/islands/pay-here.ts', import.meta.url));
  return { publishableKey, kassaUrl, island };
}

function openGateway(config: ShopConfig, clock: VirtualClock, log: Log): PaymentGateway {
  const { gatewayUrl: url, gatewayKey: key, webhookSecret } = config;
  return stripeGateway({ url, key, webhookSecret, clock, log });
}

const ofOrder = z.object({ number: z.string() });

function tasksOf(room: ShopRoom, mail: Mail, opened: Promise<void>): JobsOptions['tasks'] {
  const task = (work: (number: string) => Promise<void>) => async (payload: unknown) => {
    await opened;
    await work(ofOrder.parse(payload).number);
  };
  return {
    [askTask]: task((number) => sweepOrder(room, number)),
    [confirmationTask]: task((number) => {
      const { db, clock, log, look, publicUrl } = room;
      return sendConfirmation({ db, clock, log, mail, theme: look.theme, publicUrl }, number);
    }),
  };
}

function openApp(config: ShopConfig, name: string, room: ShopRoom): HttpApp {
  const app = openHttp({
    name,
    log: room.log,
    ...(config.publicUrl === undefined ? {} : { hosts: [new URL(config.publicUrl).hostname] }),
    // A form that pays is answered with a redirect to the gateway, which counts as its action.
    csp: { formAction: [new URL(config.gatewayPagesUrl ?? config.gatewayUrl).origin] },
    errorPage: (problem, request) =>
      problemPage(bareVisit(room, request), problem.status, problem.requestId),
  });
  rememberLanguage(app, room);
  shelfRoutes(app, room);
  cartRoutes(app, room);
  checkoutRoutes(app, room);
  orderRoutes(app, room);
  webhookRoute(app, room);
  if (room.payHere !== undefined) asset(app, room.payHere.island.path, room.payHere.island);
  return app;
}

function controlOf(
  config: ShopConfig,
  party: string,
  { db, clock }: ShopRoom,
  jobs: Jobs,
): ControlOptions {
  return {
    key: config.controlKey,
    clock,
    db,
    party,
    prove: () => prove(db),
    trace: (reference) => trace(db, reference),
    drain: () => jobs.runDue(),
    positions: () => positions(db),
    health: async () => {
      const failed = await jobs.failed(10);
      return { ok: failed.length === 0, details: { failedJobs: failed.length } };
    },
  };
}

/** Work that waits at it goes on when it is opened. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
