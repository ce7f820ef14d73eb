// Serves the page and what it loads.

import type { Database } from '@kassa/database';
import { asset, type HttpApp } from '@kassa/http';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { rates } from '../clearing/rates.ts';
import type { NetworkConfig } from '../config.ts';
import { homePage } from './home.tsx';
import { look } from './look.ts';
import { loadLastMessages, loadVolumes } from './store.ts';

export type PagePorts = {
  readonly db: Database;
  readonly config: NetworkConfig;
  readonly nowMs: () => number;
  readonly isReachable: (issuerId: string) => boolean;
};

const dayMs = 86_400_000;
const messagesMax = 20;

export function addPages(app: HttpApp, ports: PagePorts): void {
  for (const one of look.assets) asset(app, one.path, one);
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    const { db, config } = ports;
    const lang = chooseLanguage(
      {
        asked: request.query.lang,
        cookie: request.cookies[languageCookieName],
        acceptLanguage: request.headers['accept-language'],
      },
      ['en', 'bs'],
    );
    if (request.query.lang === lang) reply.header('set-cookie', languageCookie(lang));
    const page = homePage({
      lang,
      zone: config.zone,
      clearingAt: config.clearingAt,
      members: config.members.map((member) => ({
        ...member,
        isConnected: ports.isReachable(member.id),
      })),
      ranges: config.cardRanges,
      rates,
      volumes: await loadVolumes(db, ports.nowMs() - dayMs),
      messages: await loadLastMessages(db, messagesMax),
    });
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
