import { parseInput, sendPage } from '@kassa/http';
import { z } from 'zod';
import { listRequests, loadRequest } from '../requests/store.ts';
import { notFoundPage } from './frame.tsx';
import type { DeveloperMeans } from './ports.ts';
import { requestPage, requestsPage } from './requests-pages.tsx';
import { texts } from './texts.ts';
import type { Room } from './visit.ts';

const path = '/developers/requests';
const shownAtOnce = 50;

const query = z.object({
  outcome: z.enum(['all', 'refused']).catch('all'),
  method: z.enum(['', 'GET', 'POST', 'DELETE']).catch(''),
  before: z.string().max(100).optional().catch(undefined),
});

export function addRequestPages(room: Room, { db, requestLog }: DeveloperMeans): void {
  room.look(path, async ({ request, reply, merchant, page }) => {
    const { outcome, method, before } = parseInput(query, request.query);
    // Who comes to look at what has just gone wrong finds it.
    await requestLog.written();
    const found = await listRequests(db, merchant.accountId, {
      limit: shownAtOnce + 1,
      isRefused: outcome === 'refused',
      method: method === '' ? undefined : method,
      before,
    });
    const requests = found.slice(0, shownAtOnce);
    const paging = {
      path,
      query: { outcome: outcome === 'all' ? undefined : outcome, method },
      next: found.length > shownAtOnce ? requests.at(-1)?.id : undefined,
      isFirst: before === undefined,
    };
    return sendPage(reply, requestsPage(page, { requests, outcome, method, paging }));
  });

  room.look(`${path}/:id`, async ({ reply, merchant, page, at }) => {
    await requestLog.written();
    const found = await loadRequest(db, merchant.accountId, at['id'] ?? '');
    if (found !== undefined) return sendPage(reply, requestPage(page, found));
    return sendPage(reply, notFoundPage(page, texts(page.lang)('requestUnknown')), 404);
  });
}
