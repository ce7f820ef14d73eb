// Serves the bank's pages. They only show; who may look is asked for by HTTP Basic: a merchant with
// its number and key, the staff as `staff` with the control key.

import { constantTimeEqual } from '@kassa/crypto';
import { asset, type HttpApp, RequestError } from '@kassa/http';
import { balances } from '@kassa/ledger';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import type { Secret } from '@kassa/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bookId } from '../book/chart.ts';
import { itemsOfPayout, latestItems } from '../captures/store.ts';
import { latestBatches } from '../clearing/store.ts';
import type { Contract } from '../merchants/contract.ts';
import { findPayout, latestPayouts } from '../payouts/store.ts';
import type { Ports } from '../ports.ts';
import { homePage } from './home.tsx';
import { keyPage } from './key-page.tsx';
import { type BankBrand, lookOf } from './look.ts';
import { staffPage } from './staff.tsx';
import { payoutPage, statementPage } from './statement.tsx';
import type { Lang } from './texts.ts';

export type PageMeans = Ports & {
  readonly brand: BankBrand;
  readonly controlKey: Secret<string>;
};

const rowsMax = 50;

export function addPages(app: HttpApp, means: PageMeans): void {
  const { db, contracts } = means;
  const bank = means.bank.name;
  const look = lookOf(bank, means.brand);
  for (const one of look.assets) asset(app, one.path, one);

  // The browser asks for the key by itself; who sends the question away reads the page.
  const askWho = (request: FastifyRequest, reply: FastifyReply) => {
    const realm = bank.replaceAll(/[^\w ]/g, '');
    reply.status(401).header('www-authenticate', `Basic realm="${realm}", charset="UTF-8"`);
    const [here = '/'] = request.url.split('?');
    const isStaffDoor = here === '/staff';
    return html(
      reply,
      keyPage({ lang: languageOf(request, reply), look, bank, here, isStaffDoor }),
    );
  };

  app.get('/', async (request, reply) => {
    const lang = languageOf(request, reply);
    return html(reply, homePage({ lang, look, bank, contracts: contracts.all }));
  });
  app.get('/staff', async (request, reply) => {
    if (!isStaff(means, request)) return askWho(request, reply);
    const facts = {
      lang: languageOf(request, reply),
      isLineUp: means.network.isConnected(),
      accounts: await balances(db, { accountId: bookId }),
      batches: await latestBatches(db, rowsMax),
      contracts: contracts.all,
    };
    return html(reply, staffPage({ ...facts, look, bank }));
  });
  app.get<{ Params: { mid: string } }>('/statement/:mid', async (request, reply) => {
    const contract = contracts.byMid(request.params.mid);
    if (!contract || !mayRead(means, request, contract)) return askWho(request, reply);
    const facts = {
      lang: languageOf(request, reply),
      payouts: await latestPayouts(db, contract.mid, rowsMax),
      items: await latestItems(db, contract.mid, rowsMax),
    };
    return html(reply, statementPage({ ...facts, look, bank, contract }));
  });
  app.get<{ Params: { mid: string; id: string } }>(
    '/statement/:mid/:id',
    async (request, reply) => {
      const contract = contracts.byMid(request.params.mid);
      if (!contract || !mayRead(means, request, contract)) return askWho(request, reply);
      const payout = await findPayout(db, request.params.id);
      if (payout?.mid !== contract.mid) {
        throw new RequestError(404, 'not_found', 'There is no such payout of this merchant.');
      }
      const lang = languageOf(request, reply);
      const items = await itemsOfPayout(db, payout.id);
      return html(reply, payoutPage({ lang, look, bank, contract, payout, items }));
    },
  );
}

function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}

function languageOf(request: FastifyRequest, reply: FastifyReply): Lang {
  const query: unknown = request.query;
  const asked =
    typeof query === 'object' && query !== null && 'lang' in query ? String(query.lang) : undefined;
  const lang = chooseLanguage(
    {
      asked,
      cookie: request.cookies[languageCookieName],
      acceptLanguage: request.headers['accept-language'],
    },
    ['bs', 'en'],
  );
  if (asked === lang) reply.header('set-cookie', languageCookie(lang));
  return lang;
}

function mayRead(means: PageMeans, request: FastifyRequest, contract: Contract): boolean {
  return isStaff(means, request) || isCalled(request, contract.mid, contract.key);
}

function isStaff(means: PageMeans, request: FastifyRequest): boolean {
  return isCalled(request, 'staff', means.controlKey);
}

function isCalled(request: FastifyRequest, name: string, key: Secret<string>): boolean {
  const given = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const decoded = Buffer.from(given, 'base64').toString('utf8');
  return constantTimeEqual(decoded, `${name}:${key.reveal()}`);
}
