// A visit to the developers' pages: which language, whose session. Without one every address leads to
// the log-in, and from there back to where the visitor wanted to go.

import {
  type HttpApp,
  type HttpReply,
  type HttpRequest,
  redirect,
  sameOriginOnly,
  sendPage,
} from '@kassa/http';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { z } from 'zod';
import type { Merchant } from '../merchants/merchant.ts';
import type { DeveloperPage } from './frame.tsx';
import { logInPage } from './log-in-page.tsx';
import type { DeveloperMeans } from './ports.ts';
import { callerIn, sessionCookie } from './session.ts';

export type Visit = {
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  readonly merchant: Merchant;
  /** Of the key that opened the session. */
  readonly keyHash: string;
  readonly page: DeveloperPage;
  /** The names of the address. */
  readonly at: Readonly<Record<string, string>>;
};

export type Show = (visit: Visit) => Promise<HttpReply>;

export type Room = {
  /** A page to look at. */
  look(path: string, show: Show): void;
  /** A form that changes something: from our own pages only. */
  act(path: string, act: Show): void;
};

export function openRoom(app: HttpApp, means: DeveloperMeans): Room {
  const visit = (show: Show) => async (request: HttpRequest, reply: HttpReply) => {
    const caller = await callerIn(means, request.cookies[sessionCookie]);
    const page = pageOf(means, request, caller?.merchant);
    if (langAsked(request) !== undefined) reply.header('Set-Cookie', languageCookie(page.lang));
    if (caller !== undefined) {
      const { merchant, keyHash } = caller;
      return show({ request, reply, merchant, keyHash, page, at: namesOf(request) });
    }
    if (request.method !== 'GET') return redirect(reply, '/developers');
    return sendPage(reply, logInPage(page, { next: request.url }));
  };
  return {
    look: (path, show) => void app.get(path, visit(show)),
    act: (path, act) => void app.post(path, { preHandler: sameOriginOnly }, visit(act)),
  };
}

export function pageOf(
  { theme }: Pick<DeveloperMeans, 'theme'>,
  request: HttpRequest,
  merchant: Merchant | undefined,
): DeveloperPage {
  const lang = chooseLanguage(
    {
      asked: langAsked(request),
      cookie: request.cookies[languageCookieName],
      acceptLanguage: request.headers['accept-language'],
    },
    ['en', 'bs'],
  );
  return { theme, lang, here: request.url, zone: merchant?.timeZone, who: merchant?.name };
}

function langAsked(request: HttpRequest): string | undefined {
  return z.object({ lang: z.string().max(10) }).safeParse(request.query).data?.lang;
}

function namesOf({ params }: HttpRequest): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).safeParse(params).data ?? {};
}
