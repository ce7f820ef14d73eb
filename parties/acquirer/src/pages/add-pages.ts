// Serves the bank's pages. They only show; who may look is asked for in `who.ts`.

import { asset, type HttpApp, parseInput, RequestError } from '@kassa/http';
import { balances } from '@kassa/ledger';
import type { Secret } from '@kassa/secret';
import { dateIn } from '@kassa/time';
import { z } from 'zod';
import { bookId } from '../book/chart.ts';
import { itemsOfPayout, latestItems } from '../captures/store.ts';
import { latestBatches } from '../clearing/store.ts';
import { balancesOf, openBalances } from '../debts/store.ts';
import { forecastFor } from '../forecast/forecast.ts';
import type { Contract } from '../merchants/contract.ts';
import { totalsOf } from '../payouts/settlement.ts';
import { findPayout, latestPayouts } from '../payouts/store.ts';
import type { Ports } from '../ports.ts';
import { heldOf, movementsOfPayout } from '../reserves/store.ts';
import { addDocuments } from './add-documents.ts';
import { homePage } from './home.tsx';
import { type BankBrand, lookOf } from './look.ts';
import { payoutPage } from './payout-page.tsx';
import { staffPage } from './staff.tsx';
import type { Standing } from './standing.tsx';
import { statementPage } from './statement.tsx';
import { askWho, contractFor, html, isStaff, languageOf } from './who.ts';

export type PageMeans = Ports & {
  readonly brand: BankBrand;
  readonly controlKey: Secret<string>;
};

const rowsMax = 50;

/** The number of the last item of the page before. */
const payoutQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt)
    .optional(),
});

export function addPages(app: HttpApp, means: PageMeans): void {
  const { db, contracts } = means;
  const bank = means.bank.name;
  const look = lookOf(bank, means.brand);
  const door = { ...means, look };
  for (const one of look.assets) asset(app, one.path, one);

  const standingOf = async (contract: Contract): Promise<Standing> => ({
    arrivals: await forecastFor(means, contract),
    reserves: await heldOf(db, contract.mid, rowsMax),
    owed: await balancesOf(db, contract.mid, { limit: rowsMax }),
    today: dateIn(means.clock.nowMs(), contract.zone),
  });

  app.get('/', async (request, reply) => {
    const lang = languageOf(request, reply);
    return html(reply, homePage({ lang, look, bank, contracts: contracts.all }));
  });
  app.get('/staff', async (request, reply) => {
    if (!isStaff(door, request)) return askWho(door, request, reply);
    const facts = {
      lang: languageOf(request, reply),
      isLineUp: means.network.isConnected(),
      accounts: await balances(db, { accountId: bookId }),
      batches: await latestBatches(db, rowsMax),
      contracts: contracts.all,
      owed: await openBalances(db, rowsMax),
      today: dateIn(means.clock.nowMs(), means.bank.zone),
    };
    return html(reply, staffPage({ ...facts, look, bank }));
  });
  app.get<{ Params: { mid: string } }>('/statement/:mid', async (request, reply) => {
    const contract = contractFor(door, request, request.params.mid);
    if (!contract) return askWho(door, request, reply);
    const facts = {
      lang: languageOf(request, reply),
      payouts: await latestPayouts(db, contract.mid, rowsMax),
      items: await latestItems(db, contract.mid, rowsMax),
      ...(await standingOf(contract)),
    };
    return html(reply, statementPage({ ...facts, look, bank, contract }));
  });
  app.get<{ Params: { mid: string; id: string } }>(
    '/statement/:mid/:id',
    async (request, reply) => {
      const contract = contractFor(door, request, request.params.mid);
      if (!contract) return askWho(door, request, reply);
      const payout = await findPayout(db, request.params.id);
      if (payout?.mid !== contract.mid) {
        throw new RequestError(404, 'not_found', 'There is no such payout of this merchant.');
      }
      const { after } = parseInput(payoutQuery, request.query);
      const found = await itemsOfPayout(db, payout.id, { after: after ?? 0n, limit: rowsMax + 1 });
      const items = found.slice(0, rowsMax);
      const facts = {
        lang: languageOf(request, reply),
        totals: await totalsOf(db, payout),
        reserves: await movementsOfPayout(db, payout.id),
        next: found.length > rowsMax ? items.at(-1)?.number : undefined,
        isFirst: after === undefined,
      };
      return html(reply, payoutPage({ ...facts, look, bank, contract, payout, items }));
    },
  );
  addDocuments(app, door);
}
