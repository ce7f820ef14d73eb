// Whoever opens the address of a payment link gets a session of their own. A link that is switched
// off, sells what is sold no more, or has been paid as often as it may, opens none.

import type { Database } from '@kassa/database';
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { prices } from '../../catalogue/price.ts';
import { products } from '../../catalogue/product.ts';
import type { IdMaker } from '../../ids.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { notKept, type PaymentMeans } from '../../payments/ports.ts';
import { noWishes, type Wishes } from '../../payments/wishes.ts';
import { loadRecords } from '../../records/store.ts';
import type { LinkVisit } from '../pages/ports.ts';
import { type SessionPlan, sessionLifeMs } from '../session/new-session.ts';
import { openSession } from '../session/open-session.ts';
import type { SessionLine } from '../session/session.ts';
import type { LinkData, PaymentLink } from './payment-link.ts';
import { isUsedUp, loadLinkByToken } from './store.ts';

export type LinkMeans = {
  readonly db: Database;
  readonly payments: PaymentMeans;
  readonly makeId: IdMaker;
};

export type LinkOpened =
  | { readonly kind: 'open'; readonly sessionId: string }
  | { readonly kind: 'off'; readonly merchant: Merchant; readonly message: string | null }
  | { readonly kind: 'missing' };

export async function openLink(
  means: LinkMeans,
  token: string,
  visit: LinkVisit,
): Promise<LinkOpened> {
  const link = await loadLinkByToken(means.db, token);
  if (link === undefined) return { kind: 'missing' };
  const { accountId, data } = link;
  const lines = await linesNow(means, link);
  if (lines === undefined || !data.active || (await isUsedUp(means.db, link))) {
    const merchant = await means.payments.merchant(accountId);
    return { kind: 'off', merchant, message: data.inactiveMessage };
  }
  const opened = await openSession(means, {
    accountId,
    plan: planOf(means, link, { lines, visit }),
    wishes: wishesOf(data),
    also: {},
    cause: null,
    once: notKept,
  });
  // Its total was looked at when the link was made, and its prices never change.
  return { kind: 'open', sessionId: unwrap(opened).id };
}

/** The lines as they are sold today; undefined if one is sold no more. */
async function linesNow(
  { db, makeId }: LinkMeans,
  { accountId, data }: PaymentLink,
): Promise<SessionLine[] | undefined> {
  const idsOf = (name: 'price' | 'product') => data.lines.flatMap((line) => line[name] ?? []);
  const kept = await loadRecords(db, prices, accountId, idsOf('price'));
  const sold = await loadRecords(db, products, accountId, idsOf('product'));
  const lines = data.lines.flatMap((line) => {
    const price = kept.find(({ id }) => id === line.price);
    const product = sold.find(({ id }) => id === line.product);
    if (price === undefined || product === undefined || product.deletedAtMs !== null) return [];
    // What was made for this link alone is in no shelf, and so not active there.
    const isSold = price.data.isInline || (price.data.active && product.data.active);
    if (!isSold) return [];
    const { name, description, images } = product.data;
    return [{ ...line, id: makeId('li'), name, description, images }];
  });
  return lines.length === data.lines.length ? lines : undefined;
}

function planOf(
  { payments, makeId }: LinkMeans,
  { id, data }: PaymentLink,
  { lines, visit }: { readonly lines: readonly SessionLine[]; readonly visit: LinkVisit },
): SessionPlan {
  const keepsCard = data.intent.setupFutureUsage !== null;
  const makesCustomer = data.customerCreation === 'always' || keepsCard;
  return {
    currency: unwrap(currencyOf(data.currency)),
    lines,
    details: {
      successUrl: data.redirectUrl,
      cancelUrl: null,
      clientReferenceId: visit.reference,
      customerEmail: null,
      customer: null,
      locale: visit.locale,
      metadata: data.metadata,
      captureMethod: data.intent.captureMethod ?? 'automatic',
      ask: data.ask,
      texts: data.texts,
      submitType: data.submitType,
      shippingOptions: data.shippingOptions,
      customerCreation: data.customerCreation,
      newCustomer: makesCustomer ? makeId('cus') : null,
      allowRedisplay: 'unspecified',
      customerUpdate: { address: false, name: false, shipping: false },
      recovery: false,
      recoveredFrom: null,
      link: id,
      confirmation: data.confirmation,
      said: data.said,
    },
    typed: { email: visit.email },
    exemption: data.countsTax ? 'none' : null,
    expiresAtMs: payments.clock.nowMs() + sessionLifeMs,
  };
}

function wishesOf({ intent }: LinkData): Wishes {
  return {
    ...noWishes,
    description: intent.description,
    metadata: intent.metadata,
    setupFutureUsage: intent.setupFutureUsage,
    statementSuffix: intent.statementSuffix,
  };
}
