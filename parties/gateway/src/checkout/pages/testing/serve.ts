// The real kernel with the pages on it, on a port of its own. Every state stands under an address,
// and a small shop and bank are there to come back to.

import { addToCsp, type HttpApp, listen, openHttp } from '@kassa/http';
import { type Log, silentLog } from '@kassa/log';
import { wordsKeys } from '../../../payments/problem.ts';
import { type CheckoutPages, openCheckoutPages } from '../checkout-pages.ts';
import type { CheckoutState, CheckoutView } from '../ports.ts';
import type { TestCard } from '../test-card.ts';
import { asking, diva, inState, marks, noonMs, nordlys, order } from './a-shop.ts';
import { openSmallGateway, type SmallGateway } from './small-gateway.ts';

export type Served = {
  readonly app: HttpApp;
  readonly url: string;
  readonly gateway: SmallGateway;
  readonly pages: CheckoutPages;
};

const states: Readonly<Record<string, CheckoutState>> = {
  open: { kind: 'open', problem: null },
  confirming: { kind: 'confirming', challengeUrl: '/3ds/redirect/auth_1' },
  queued: { kind: 'queued', ahead: 3 },
  waiting: { kind: 'waiting' },
  paid: { kind: 'paid', reference: '631412000871', paidAtMs: noonMs },
  canceled: { kind: 'canceled' },
  expired: { kind: 'expired' },
  ...Object.fromEntries(
    wordsKeys.map((problem) => [`refused_${problem}`, { kind: 'open', problem } as const]),
  ),
};
export const stateNames = Object.keys(states);

/** One session for each state, `cs_<name>`, besides `cs_nordlys` in another shop's look. */
export function sessionsOfAllStates(): CheckoutView[] {
  const { email: _, ...bare } = inState({ kind: 'waiting' });
  return [
    ...Object.entries(states).map(([name, state]) => ({ ...inState(state), id: `cs_${name}` })),
    asking,
    { ...order, id: 'cs_keeping', mode: 'setup', lines: [], shipping: null },
    { ...inState({ kind: 'paid', reference: null, paidAtMs: null }), id: 'cs_kept', mode: 'setup' },
    { ...bare, id: 'cs_nameless', email: null, orderNumber: null, cancelUrl: null },
    {
      ...order,
      id: 'cs_nordlys',
      merchant: nordlys,
      locale: null,
      shipping: marks(0),
      taxIncluded: null,
      discount: marks(500),
    },
  ];
}

export async function servePages(
  options: { log?: Log; testCards?: readonly TestCard[] } = {},
): Promise<Served> {
  const log = options.log ?? silentLog;
  const gateway = openSmallGateway(order, ...sessionsOfAllStates());
  const pages = openCheckoutPages({
    sessions: gateway,
    links: {
      openLink: async () => ({ kind: 'off', merchant: diva, message: null }),
      recover: async () => undefined,
    },
    linkLimit: { take: () => true },
    nowMs: () => noonMs,
    log,
    testCards: options.testCards,
  });
  const app = openHttp({ name: 'checkout', log });
  pages.register(app);
  addBank(app, pages);
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  for (const id of [order.id, asking.id, ...stateNames.map((name) => `cs_${name}`)]) {
    const view = await gateway.loadSession(id);
    if (view) gateway.put({ ...view, successUrl: `${url}/thanks`, cancelUrl: `${url}/cart` });
  }
  return { app, url, gateway, pages };
}

function addBank(app: HttpApp, pages: CheckoutPages): void {
  const html = 'text/html; charset=utf-8';
  app.get('/thanks', async (_, reply) => reply.type(html).send('<h1>Thanks</h1>'));
  app.get('/cart', async (_, reply) => reply.type(html).send('<h1>Cart</h1>'));
  app.post('/acs', async (request, reply) =>
    reply.type(html).send(`<h1>Bank</h1><p>${JSON.stringify(request.body).length}</p>`),
  );
  app.get<{ Querystring: { lang?: string } }>('/3ds/redirect/:id', async (request, reply) => {
    const acsUrl = `${request.protocol}://${request.host}/acs`;
    addToCsp(reply, { formAction: [new URL(acsUrl).origin] });
    const { merchant: branding, total: amount } = order;
    const more = { creq: 'eyJhIjoxfQ', sessionData: 'c2Vzc2lvbg', amount, isTest: true };
    const { lang } = request.query;
    return reply.type(html).send(pages.handOverPage({ branding, acsUrl, lang, ...more }));
  });
  app.get('/3ds/returning', async (_, reply) =>
    reply
      .type(html)
      .send(pages.returningPage({ branding: order.merchant, url: '/thanks', isTest: true })),
  );
}
