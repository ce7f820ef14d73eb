// Disputes on HTTP: who stands worst, one merchant's months, one dispute whole.

import { parseInput, redirect, sendPage } from '@kassa/http';
import { z } from 'zod';
import { brandsIn, countedOf, figuresOf } from '../../disputes/rates/figures.ts';
import { judge } from '../../disputes/rates/judge.ts';
import {
  judgeMerchants,
  monthsShown,
  type RatesMeans,
} from '../../disputes/rates/judge-merchants.ts';
import { monthIn, monthsUntil } from '../../disputes/rates/month.ts';
import {
  isMerchant,
  movesOf,
  readCounted,
  standingsOf,
  worstStandings,
} from '../../disputes/rates/store.ts';
import { listDisputes, unansweredDisputes } from '../../disputes/store.ts';
import { idFrom } from '../../ids.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { notFoundPage } from '../pages/frame.tsx';
import type { Room, Visit } from '../pages/room.ts';
import { loadCase } from './case.ts';
import { casePage } from './case-page.tsx';
import { disputesPage } from './disputes-page.tsx';
import { merchantPage, type ShownBrand } from './merchant-page.tsx';
import { path } from './shown.tsx';

export type DisputePagesMeans = RatesMeans & {
  /** Whose clock cuts the months. */
  readonly zone: string;
};

const merchantsAtOnce = 25;
const disputesAtOnce = 50;
const unansweredShown = 20;

const listQuery = z.object({
  before: z.coerce.number().int().min(0).max(100_000).catch(0),
  worse: z.coerce.number().int().min(0).optional().catch(undefined),
});
const merchantQuery = z.object({ before: z.string().max(100).optional().catch(undefined) });

export function addDisputePages(room: Room, means: DisputePagesMeans): void {
  room.look(path, (visit) => showList(means, visit));

  room.act(`${path}/judge`, async ({ reply }) => {
    const worse = await judgeMerchants(means, means.zone);
    return redirect(reply, `${path}?worse=${worse}`);
  });

  room.look(`${path}/merchants/:id`, async (visit) => {
    const id = visit.at['id'] ?? '';
    if (await isMerchant(means.db, id)) {
      return showMerchant(means, visit, await means.directory.merchant(idFrom('acct', id)));
    }
    const why = `There is no merchant ${id}.`;
    return sendPage(visit.reply, notFoundPage(visit.who, 'No such merchant', why), 404);
  });

  room.look(`${path}/:id`, async ({ reply, who, at }) => {
    const found = await loadCase(means.db, at['id'] ?? '');
    if (found !== undefined) return sendPage(reply, casePage(who, found, means.clock.nowMs()));
    const why = `There is no dispute ${at['id']}.`;
    return sendPage(reply, notFoundPage(who, 'No such dispute', why), 404);
  });
}

/** Those shown, and the one before, by whose sales the first may be divided. */
function monthsOf({ clock, zone }: DisputePagesMeans) {
  return monthsUntil(monthIn(clock.nowMs(), zone), monthsShown + 1);
}

async function showList(means: DisputePagesMeans, { request, reply, who }: Visit) {
  const { db, zone } = means;
  const { before, worse } = parseInput(listQuery, request.query);
  const found = await worstStandings(db, { limit: merchantsAtOnce + 1, offset: before });
  const standings = found.slice(0, merchantsAtOnce);
  const months = monthsOf(means);
  const [from = ''] = months;
  const ids = [...new Set(standings.map(({ accountId }) => accountId))];
  const counted = await readCounted(db, ids, { from, zone });
  const next = found.length > merchantsAtOnce ? String(before + merchantsAtOnce) : undefined;
  return sendPage(
    reply,
    disputesPage(who, {
      merchants: standings.map((one) => ({
        ...one,
        figures: figuresOf(countedOf(counted, one.accountId), one.brand, months),
      })),
      unanswered: await unansweredDisputes(db, unansweredShown),
      zone,
      paging: { path, query: {}, next, isFirst: before === 0 },
      news: worse === undefined ? undefined : `Judged: ${worse} stand worse than before.`,
    }),
  );
}

async function showMerchant(means: DisputePagesMeans, visit: Visit, merchant: Merchant) {
  const { db, zone } = means;
  const { accountId, country } = merchant;
  const { before } = parseInput(merchantQuery, visit.request.query);
  const months = monthsOf(means);
  const [from = ''] = months;
  const counted = await readCounted(db, [accountId], { from, zone });
  const standings = await standingsOf(db, accountId);
  const brands = brandsIn(counted).map((brand): ShownBrand => {
    const figures = figuresOf(counted, brand, months);
    const [first, last, now] = figures.slice(-3);
    const of = { brand, country };
    return {
      ...{ brand, figures, standing: standings.find((one) => one.brand === brand) },
      judgements: first && last && now ? [...judge(of, now, last), ...judge(of, last, first)] : [],
    };
  });
  const asked = { before, limit: disputesAtOnce + 1 };
  const disputes = await listDisputes(db, accountId, asked);
  const next = disputes.length > disputesAtOnce ? disputes.at(disputesAtOnce - 1)?.id : undefined;
  return sendPage(
    visit.reply,
    merchantPage(visit.who, {
      ...{ merchant, zone, brands, moves: await movesOf(db, accountId, 20) },
      disputes: disputes.slice(0, disputesAtOnce),
      paging: {
        path: `${path}/merchants/${accountId}`,
        ...{ query: {}, next, isFirst: before === undefined },
      },
    }),
  );
}
