// The hosted checkout as one thing: opened once by wire.ts, registered on the gateway's server, and
// asked by the authentication room for the pages of the way to the bank and back.

import { asset, type HttpApp } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Money } from '@kassa/money';
import { type Asset, bundleIsland } from '@kassa/pages';
import type { BrandId } from './brands.ts';
import { renderHandOver, renderReturning } from './hand-over-page.tsx';
import type { LineState } from './line-picture.tsx';
import { type Looks, openLooks } from './look.ts';
import type { Branding, CheckoutLinks, CheckoutSessions } from './ports.ts';
import { registerRoutes } from './routes.ts';
import type { TestCard } from './test-card.ts';
import { type Lang, languages } from './texts.ts';

export type CheckoutPagesOptions = {
  readonly sessions: CheckoutSessions;
  readonly links: CheckoutLinks;
  /** How many sessions one address may open in a while. */
  readonly linkLimit: { take(address: string): boolean };
  readonly nowMs: () => number;
  readonly log: Log;
  /** Shown on the pages of test sessions; a production gateway gives none. */
  readonly testCards?: readonly TestCard[] | undefined;
  /** The brands that the acquirers take. */
  readonly accepted?: readonly BrandId[] | undefined;
  /** Whether the lines from here to the banks are encrypted: told to the shopper as it is. */
  readonly bankLines?: LineState | undefined;
};

export type HandOverOptions = {
  readonly branding: Branding;
  readonly acsUrl: string;
  readonly creq: string;
  readonly sessionData?: string | undefined;
  readonly lang?: string | undefined;
  readonly amount?: Money | undefined;
  readonly isTest?: boolean | undefined;
};

export type ReturningOptions = {
  readonly branding: Branding;
  readonly url: string;
  readonly lang?: string | undefined;
  readonly isTest?: boolean | undefined;
};

export type CheckoutPages = {
  readonly looks: Looks;
  register(app: HttpApp): void;
  /** Its answer needs `addToCsp(reply, { formAction: [new URL(acsUrl).origin] })`. */
  handOverPage(options: HandOverOptions): string;
  returningPage(options: ReturningOptions): string;
};

export type Islands = {
  readonly cardForm: Asset;
  readonly order: Asset;
  readonly wait: Asset;
  readonly handOver: Asset;
};

export type Room = Required<Omit<CheckoutPagesOptions, 'testCards' | 'accepted' | 'bankLines'>> & {
  readonly testCards: readonly TestCard[];
  readonly accepted: readonly BrandId[];
  readonly bankLines: LineState;
  readonly looks: Looks;
  readonly islands: Islands;
};

export function openCheckoutPages(options: CheckoutPagesOptions): CheckoutPages {
  const looks = openLooks();
  const island = (name: string) => bundleIsland(new URL(`./islands/${name}.ts`, import.meta.url));
  const islands = {
    cardForm: island('card-form'),
    order: island('order'),
    wait: island('wait'),
    handOver: island('hand-over'),
  };
  const room: Room = {
    sessions: options.sessions,
    links: options.links,
    linkLimit: options.linkLimit,
    nowMs: options.nowMs,
    log: options.log,
    testCards: options.testCards ?? [],
    accepted: options.accepted ?? ['visa', 'mastercard', 'amex'],
    bankLines: options.bankLines ?? 'open',
    looks,
    islands,
  };
  return {
    looks,
    register(app) {
      for (const one of Object.values(islands)) asset(app, one.path, one);
      registerRoutes(app, room);
    },
    handOverPage: ({ branding, sessionData, amount, isTest = false, ...page }) =>
      renderHandOver({
        ...page,
        shop: branding.name,
        look: looks.of(branding),
        lang: langOf(page.lang ?? branding.language),
        sessionData,
        amount,
        isTest,
        island: islands.handOver,
      }),
    returningPage: ({ branding, url, lang, isTest = false }) =>
      renderReturning({
        url,
        shop: branding.name,
        look: looks.of(branding),
        lang: langOf(lang ?? branding.language),
        isTest,
      }),
  };
}

const langOf = (wish: string | undefined): Lang =>
  languages.find((one) => wish?.toLowerCase().startsWith(one)) ?? 'en';
