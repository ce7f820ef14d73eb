// The language of one shopper's page: what they chose here, what the shop asked for, what the
// browser prefers, what the merchant speaks. The choice is kept for this session's pages only.

import { chooseLanguage } from '@kassa/pages';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textOf } from './read-card.ts';
import { type Lang, languages } from './texts.ts';

const cookieName = 'kassa_lang';

export type LanguageWishes = {
  /** Session id; undefined where no session is known. */
  readonly id?: string | undefined;
  readonly locale?: string | null | undefined;
  readonly merchant?: string | undefined;
};

export function pageLanguage(
  request: FastifyRequest,
  reply: FastifyReply,
  wishes: LanguageWishes,
): Lang {
  const asked = textOf(request.query, 'lang') || undefined;
  const first: Lang = wishes.merchant?.startsWith('bs') ? 'bs' : 'en';
  const kept = request.cookies[cookieName];
  const lang = chooseLanguage(
    {
      asked,
      cookie: kept || wishes.locale || undefined,
      acceptLanguage: request.headers['accept-language'],
    },
    [first, ...languages.filter((one) => one !== first)],
  );
  if (asked !== undefined && wishes.id !== undefined) {
    reply.setCookie(cookieName, lang, { path: `/c/${wishes.id}`, sameSite: 'lax', httpOnly: true });
  }
  return lang;
}

/** Other rooms' pages do not see our cookie: the address tells them. */
export function withLanguage(address: string, lang: Lang): string {
  const url = new URL(address, 'http://here');
  url.searchParams.set('lang', lang);
  return url.origin === 'http://here' ? url.pathname + url.search : url.href;
}
