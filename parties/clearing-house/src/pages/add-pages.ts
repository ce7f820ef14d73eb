// Serves the page and what it loads.

import { asset, type HttpApp } from '@kassa/http';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { memberAccounts } from '../book/accounts.ts';
import { latestTransfers } from '../credit-transfers/store.ts';
import type { Ports } from '../ports.ts';
import { latestPayments } from '../rtgs/store.ts';
import { latestSettlements } from '../settlements/store.ts';
import { latestBatches } from '../small-value/store.ts';
import { latestWindows, runningPositions } from '../windows/store.ts';
import { homePage } from './home.tsx';
import { look } from './look.ts';

const rowsMax = 30;
const windowsMax = 12;

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
    const windows = await latestWindows(db, windowsMax);
    const page = homePage({
      lang,
      zone: day.zone,
      settleAt: day.settleAt,
      rtgsClosesAt: day.rtgsClosesAt,
      nameOf: (code) => members.byCode(code)?.name ?? code,
      accounts: await memberAccounts(db),
      windows: await Promise.all(
        windows.map(async (window) => ({ window, nets: await runningPositions(db, window) })),
      ),
      payments: await latestPayments(db, rowsMax),
      batches: await latestBatches(db, rowsMax),
      settlements: await latestSettlements(db, rowsMax),
      transfers: await latestTransfers(db, rowsMax),
    });
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
