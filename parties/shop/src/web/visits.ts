// From a request to a visit: language by address, cookie, browser; cart by cookie.
import { randomToken } from '@kassa/crypto';
import { redirect } from '@kassa/http';
import { chooseLanguage, languageCookie, languageCookieName } from '@kassa/pages';
import { type Cart, cartIdOf, loadCart } from '../cart/store.ts';
import type { Visit } from '../pages/visit.ts';
import { priceCart } from '../pricing/price-cart.ts';
import type { Lang } from '../shops/shop.ts';
import { texts } from '../texts/texts.ts';
import type { HttpApp, Reply, Request, ShopRoom } from './shop-room.ts';

export type CartVisit = Visit & { readonly stored: Cart | undefined };

const cartCookie = 'cart';
const cartDays = 30;

export async function visitOf(room: ShopRoom, request: Request): Promise<CartVisit> {
  const token = cartTokenOf(request);
  const stored = token === undefined ? undefined : await loadCart(room.db, cartIdOf(token));
  const nowMs = room.clock.nowMs();
  const cart = priceCart(room.shop, { lines: stored?.lines ?? [] }, nowMs);
  return { ...base(room, request), cart, cartId: stored?.id, stored, nowMs };
}

/** Without asking the database: for the pages that say what went wrong. */
export function bareVisit(room: ShopRoom, request: Request): Visit {
  const nowMs = room.clock.nowMs();
  const cart = priceCart(room.shop, { lines: [] }, nowMs);
  return { ...base(room, request), cart, cartId: undefined, nowMs };
}

/** The cart of this browser; the first thing put into it sets the cookie. */
export async function openCart(room: ShopRoom, request: Request, reply: Reply): Promise<Cart> {
  const known = cartTokenOf(request);
  const token = known ?? randomToken(24);
  if (known === undefined) {
    reply.setCookie(cartCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: room.publicUrl.startsWith('https:'),
      maxAge: cartDays * 86_400,
    });
  }
  return loadCart(room.db, cartIdOf(token));
}

/** `?lang=bs` on any page: remembered, and the same page again without it. */
export function rememberLanguage(app: HttpApp, room: ShopRoom): void {
  app.addHook('preHandler', async (request, reply) => {
    const asked = request.method === 'GET' ? askedLanguage(request) : undefined;
    if (asked === undefined) return;
    // One slash only: `//somewhere` would be another host, and lead out of the shop.
    const url = new URL(request.url.replace(/^\/+/, '/'), 'http://shop');
    url.searchParams.delete('lang');
    const language = chooseLanguage({ asked }, room.shop.languages);
    reply.header('Set-Cookie', languageCookie(language));
    return redirect(reply, url.pathname.replace(/^\/+/, '/') + url.search);
  });
}

function base(room: ShopRoom, request: Request) {
  const { shop, look } = room;
  const lang: Lang = chooseLanguage(
    {
      cookie: request.cookies[languageCookieName],
      acceptLanguage: request.headers['accept-language'],
    },
    shop.languages,
  );
  // After a form the address is that of the form; the page to switch is where it came from.
  const here = request.method === 'GET' ? request.url : '/cart';
  return { shop, look, lang, t: texts(lang), here };
}

function askedLanguage(request: Request): string | undefined {
  const { query } = request;
  if (typeof query !== 'object' || query === null || !('lang' in query)) return undefined;
  return typeof query.lang === 'string' ? query.lang : undefined;
}

function cartTokenOf(request: Request): string | undefined {
  const token = request.cookies[cartCookie];
  return token !== undefined && /^[\w-]{32}$/.test(token) ? token : undefined;
}
