// Serves the page and what it loads.

import { asset, type HttpApp } from '@kassa/http';
import { balances } from '@kassa/ledger';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { bookId } from '../book/booking.ts';
import { latestTransfers } from '../credit-transfers/store.ts';
import type { Ports } from '../ports.ts';
import { latestSettlements } from '../settlements/store.ts';
import { homePage } from './home.tsx';
import { look } from './look.ts';

const rowsMax = 30;

export function addPages(app: HttpApp, ports: Ports): void {
  for (const one of look.assets) asset(app, one.path, one);
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const { db, day, members } = ports;
    const lang = chooseLanguage(
      {
        asked: request.query.lang,
        cookie: request.cookies[languageCookieName],
        acceptLanguage: request.headers['accept-language'],
      },
      ['en', 'bs'],
    );
    if (request.query.lang === lang) reply.header('set-cookie', languageCookie(lang));
    const accounts = await balances(db, { accountId: bookId, pathPrefix: 'member:' });
    const page = homePage({
      lang,
      zone: day.zone,
      settleAt: day.settleAt,
      accounts: accounts.map((balance) => {
        const code = balance.path.split(':')[1] ?? '';
        return { code, name: members.byCode(code)?.name ?? code, balance };
      }),
      settlements: await latestSettlements(db, rowsMax),
      transfers: await latestTransfers(db, rowsMax),
    });
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
