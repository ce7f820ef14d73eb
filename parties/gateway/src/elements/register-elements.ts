// kassa.js and the frame that it opens. The frame may be held by the merchant's own shop only, which
// its publishable key names; whoever else frames it gets nothing.

import { addToCsp, asset, type HttpApp } from '@kassa/http';
import { bundleIsland, bundleScript } from '@kassa/pages';
import { z } from 'zod';
import type { BrandId } from '../checkout/pages/brands.ts';
import type { Looks } from '../checkout/pages/look.ts';
import { languages } from '../checkout/pages/texts.ts';
import { brandingOf } from '../checkout/session/view-of-session.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import { cardPage } from './card-page.tsx';

export type ElementMeans = {
  readonly directory: MerchantDirectory;
  readonly looks: Looks;
  readonly accepted: readonly BrandId[];
};

const query = z.object({
  key: z.string().max(200).catch(''),
  locale: z.string().max(20).optional().catch(undefined),
});

export function registerElements(app: HttpApp, { directory, looks, accepted }: ElementMeans): void {
  const script = bundleScript(new URL('./islands/kassa.ts', import.meta.url));
  const island = bundleIsland(new URL('./islands/card-element.ts', import.meta.url));
  // One address for ever, so that shops need not change: asked again at every visit.
  asset(app, '/kassa.js', { body: script.body, type: script.type, immutable: false });
  asset(app, island.path, island);
  app.get('/elements/card', async (request, reply) => {
    const { key, locale } = query.parse(request.query);
    const caller = await directory.callerOf(key);
    if (caller?.kind !== 'publishable') return reply.callNotFound();
    const { merchant } = caller;
    const shop = new URL(merchant.url).origin;
    addToCsp(reply, { frameAncestors: [shop] });
    reply.header('Referrer-Policy', 'no-referrer');
    const wished = (locale ?? merchant.language).toLowerCase();
    const lang = languages.find((one) => wished.startsWith(one)) ?? 'en';
    const look = looks.of(brandingOf(merchant));
    const html = cardPage({ lang, look, apiKey: key, shop, accepted, island });
    return reply.type('text/html; charset=utf-8').send(html);
  });
}
