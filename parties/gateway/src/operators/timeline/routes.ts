// The list of payments, the search, and one payment's story.

import type { Database } from '@kassa/database';
import { parseInput, redirect, sendPage } from '@kassa/http';
import type { Clock } from '@kassa/time';
import { z } from 'zod';
import type { MerchantDirectory } from '../../merchants/directory.ts';
import type { RequestLog } from '../../requests/request-log.ts';
import type { WireLog } from '../../wire-log/wire-log.ts';
import { notFoundPage } from '../pages/frame.tsx';
import type { Room, Visit } from '../pages/room.ts';
import { findPayments, listPayments } from './list.ts';
import { parseSearch } from './parse-search.ts';
import { paymentPage } from './payment-page.tsx';
import { type PaymentsShown, paymentsPage, stateNames } from './payments-page.tsx';
import { loadStory } from './store.ts';

export type PaymentPagesMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly directory: Pick<MerchantDirectory, 'all'>;
  /** Written before a page is shown: who looks at what has just happened finds it. */
  readonly wireLog: Pick<WireLog, 'written'>;
  readonly requestLog: Pick<RequestLog, 'written'>;
  readonly providers: readonly string[];
};

const path = '/operators/payments';
const shownAtOnce = 50;
const moreTimes = 10;

const query = z.object({
  q: z.string().max(200).catch(''),
  state: z.enum(['', ...stateNames]).catch(''),
  provider: z.string().max(100).catch(''),
  merchant: z.string().max(100).catch(''),
  age: z.enum(['', '1h', '24h', '7d']).catch(''),
  before: z.string().max(100).optional().catch(undefined),
});

const ageMs = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 } as const;

export function addPaymentPages(room: Room, means: PaymentPagesMeans): void {
  room.look(path, async (visit) => {
    const asked = parseInput(query, visit.request.query);
    return asked.q.trim() === '' ? list(means, visit, asked) : find(means, visit, asked.q);
  });

  room.look(`${path}/:id`, async ({ request, reply, who, at }) => {
    const id = at['id'] ?? '';
    const { more } = z.object({ more: z.string().optional() }).parse(request.query);
    const [found] = await findPayments(means.db, { kind: 'id', id }, 1);
    if (found === undefined) {
      const why = `There is no payment, charge, refund or session ${id}.`;
      return sendPage(reply, notFoundPage(who, 'No such payment', why), 404);
    }
    if (found.id !== id) return redirect(reply, `${path}/${found.id}`);
    await Promise.all([means.wireLog.written(), means.requestLog.written()]);
    const of = { accountId: found.accountId, intentId: id };
    const story = await loadStory(means.db, of, more === undefined ? 1 : moreTimes);
    if (story === undefined) return redirect(reply, path);
    const moreHref = more === undefined ? `${path}/${id}?more=1` : null;
    return sendPage(reply, paymentPage(who, { story, nowMs: means.clock.nowMs(), moreHref }));
  });
}

type Asked = z.output<typeof query>;

async function list(means: PaymentPagesMeans, { reply, who }: Visit, asked: Asked) {
  const { state, provider, merchant, age, before } = asked;
  const named = (text: string) => (text === '' ? undefined : text);
  const found = await listPayments(means.db, {
    limit: shownAtOnce + 1,
    state: named(state),
    provider: named(provider),
    accountId: named(merchant),
    createdFromMs: age === '' ? undefined : means.clock.nowMs() - ageMs[age],
    before,
  });
  const payments = found.slice(0, shownAtOnce);
  const next = found.length > shownAtOnce ? payments.at(-1)?.id : undefined;
  const filter = { state, provider, merchant, age };
  const paging = { path, query: filter, next, isFirst: before === undefined };
  return sendPage(reply, paymentsPage(who, { ...shownBy(means), payments, filter, paging }));
}

async function find(means: PaymentPagesMeans, { reply, who }: Visit, text: string) {
  const search = parseSearch(text);
  const payments = await findPayments(means.db, search, shownAtOnce);
  const [only] = payments;
  if (only !== undefined && payments.length === 1) return redirect(reply, `${path}/${only.id}`);
  return sendPage(
    reply,
    paymentsPage(who, {
      ...shownBy(means),
      payments,
      filter: { state: '', provider: '', merchant: '', age: '' },
      search: { text, isReadable: search.kind !== 'unreadable' },
      paging: { path, query: { q: text }, next: undefined, isFirst: true },
    }),
  );
}

function shownBy(means: PaymentPagesMeans): Pick<PaymentsShown, 'providers' | 'merchants'> {
  return { providers: means.providers, merchants: means.directory.all().slice(0, 200) };
}
