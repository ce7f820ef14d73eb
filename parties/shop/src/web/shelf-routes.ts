// Looking around: start page, categories, search, products, the terms.
import { asset, parseInput } from '@kassa/http';
import { z } from 'zod';
import { infoPage } from '../pages/info-page.tsx';
import { productGonePage, productPage } from '../pages/product-page.tsx';
import { shelfPage } from '../pages/shelf-page.tsx';
import { productOf } from '../pricing/price-cart.ts';
import type { Product, Shop } from '../shops/shop.ts';
import { type HttpApp, html, type ShopRoom } from './shop-room.ts';
import { visitOf } from './visits.ts';

const shelfQuery = z.object({
  category: z.string().max(40).optional().catch(undefined),
  q: z.string().max(60).trim().catch(''),
});
export const slugParams = z.object({ slug: z.string().max(80) });

export function shelfRoutes(app: HttpApp, room: ShopRoom): void {
  const { shop } = room;
  for (const one of room.look.assets) asset(app, one.path, one);

  app.get('/', async (request, reply) => {
    const { category, q: query } = parseInput(shelfQuery, request.query);
    const visit = await visitOf(room, request);
    const products = find(shop, { category, query });
    return html(reply, shelfPage(visit, { category, query, products }));
  });

  app.get('/products/:slug', async (request, reply) => {
    const visit = await visitOf(room, request);
    const product = productOf(shop, parseInput(slugParams, request.params).slug);
    if (!product) return html(reply, productGonePage(visit), 404);
    return html(reply, productPage(visit, { product, quantity: '1', error: undefined }));
  });

  app.get('/info', async (request, reply) => html(reply, infoPage(await visitOf(room, request))));
}

/** Every word of the search must stand in one of the product's texts, in any language. */
function find(
  shop: Shop,
  { category, query }: { category: string | undefined; query: string },
): readonly Product[] {
  const known = shop.categories.some(({ id }) => id === category);
  const words = fold(query).split(/\s+/).filter(Boolean);
  return shop.products.filter((product) => {
    if (known && product.category !== category) return false;
    const text = fold(
      [product.name, product.line, product.about].flatMap(Object.values<string>).join(' '),
    );
    return words.every((word) => text.includes(word));
  });
}

/** `šolja` is found by `solja`. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').toLowerCase();
}
