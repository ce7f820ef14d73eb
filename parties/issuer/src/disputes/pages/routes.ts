// Disputes in the net-bank: a customer sees their own, raises one, and answers what the shop says.

import { cardholderDocuments } from '@kassa/clearing-file';
import { type HttpApp, parseInput, redirect, sameOriginOnly } from '@kassa/http';
import { z } from 'zod';
import { messagePage } from '../../portal/frame.tsx';
import type { Reply, Request, Visit } from '../../portal/visit.ts';
import { answerShop, type HolderRefusal } from '../answer-shop.ts';
import { claimReasons, type Dispute } from '../dispute.ts';
import { raiseClaim } from '../raise-claim.ts';
import { disputesOfCustomer, type Purchase, purchasesOfCustomer } from '../store.ts';
import { type ClaimEntry, claimPage } from './claim-page.tsx';
import { type DisputeNews, disputePage, newsKinds } from './dispute-page.tsx';
import { listPage } from './list-page.tsx';
import { texts } from './texts.ts';

type Show = (visit: Visit) => Promise<Reply>;

export type DisputeRoom = {
  /** For somebody logged in; everybody else gets the log-in page. */
  readonly visit: (request: Request, reply: Reply, show: Show) => Promise<Reply>;
  /** There is a message for the network. */
  readonly onClaimed: () => void;
};

const shownMax = 200;
const claimableMs = 120 * 86_400_000;
const path = '/disputes';
const arnInput = z.object({ arn: z.string().max(40).default('') });
const idInput = z.object({ id: z.string().max(100) });
const newsInput = z.object({ news: z.enum(newsKinds).optional().catch(undefined) });
const claimInput = z.object({
  arn: z.string().max(40).default(''),
  reason: z.string().max(40).optional(),
  text: z.string().max(500).default(''),
});
const answerInput = z.looseObject({
  says: z.enum(['insist', 'withdraw']),
  text: z.string().max(500).default(''),
});

export function addDisputePages(app: HttpApp, { visit, onClaimed }: DisputeRoom): void {
  const own = { preHandler: sameOriginOnly };
  app.get(path, (request, reply) => visit(request, reply, list));
  app.get(`${path}/new`, (request, reply) => visit(request, reply, begin));
  app.get(`${path}/:id`, (request, reply) => visit(request, reply, one));
  app.post(path, own, (request, reply) =>
    visit(request, reply, async (at) => {
      const answered = await claim(at);
      onClaimed();
      return answered;
    }),
  );
  app.post(`${path}/:id/answer`, own, (request, reply) =>
    visit(request, reply, async (at) => {
      const answered = await answer(at);
      onClaimed();
      return answered;
    }),
  );
}

async function list({ portal: { bank }, reply, who, page }: Visit): Promise<Reply> {
  const disputes = await disputesOfCustomer(bank.db, who.customerId, shownMax);
  const sinceMs = bank.clock.nowMs() - claimableMs;
  const asked = { sinceMs, limit: shownMax };
  const purchases = await purchasesOfCustomer(bank.db, who.customerId, asked);
  return html(reply, listPage(page, who, { disputes, purchases }));
}

async function begin(at: Visit): Promise<Reply> {
  const { arn } = parseInput(arnInput, at.request.query);
  const purchase = await ownPurchase(at, arn);
  if (!purchase) return missing(at, 'purchase_unknown');
  return html(at.reply, claimPage(at.page, at.who, { purchase, entry: { text: '' } }));
}

async function claim(at: Visit): Promise<Reply> {
  const { portal, reply, page, who } = at;
  const { arn, reason, text } = parseInput(claimInput, at.request.body);
  const purchase = await ownPurchase(at, arn);
  if (!purchase) return missing(at, 'purchase_unknown');
  const entry: ClaimEntry = { reason, text };
  const wrong = (why: Parameters<typeof claimPage>[2]['wrong']) =>
    html(reply.status(422), claimPage(page, who, { purchase, entry, wrong: why }));
  const known = claimReasons.find((one) => one === reason);
  if (known === undefined) return wrong('whyMissing');
  if (text.trim().length < 3) return wrong('tellMissing');
  const raised = await raiseClaim(portal.bank, { arn, reason: known, text: text.trim() });
  if (!raised.ok) return wrong(raised.error);
  return redirect(reply, `${path}/${raised.value.id}?news=sent`);
}

async function one(at: Visit): Promise<Reply> {
  const dispute = await ownDispute(at);
  if (!dispute) return missing(at, 'notFound');
  const { news } = parseInput(newsInput, at.request.query);
  return html(at.reply, disputePage(at.page, at.who, { dispute, news }));
}

const newsOf: Readonly<Record<HolderRefusal, DisputeNews>> = {
  dispute_unknown: 'not_asked',
  not_asked: 'not_asked',
  too_late: 'late',
};

async function answer(at: Visit): Promise<Reply> {
  const dispute = await ownDispute(at);
  if (!dispute) return missing(at, 'notFound');
  const { says, text, ...fields } = parseInput(answerInput, at.request.body);
  const back = (news: DisputeNews) => redirect(at.reply, `${path}/${dispute.id}?news=${news}`);
  if (says === 'insist' && text.trim().length < 3) return back('tellMissing');
  const documents = cardholderDocuments.filter((name) => fields[`has_${name}`] === 'yes');
  const said = { says, text: text.trim(), documents };
  const done = await answerShop(at.portal.bank, dispute.id, said);
  return back(done.ok ? 'answered' : newsOf[done.error]);
}

/** Another customer's is none: its existence is not told. */
async function ownDispute({ portal, request, who }: Visit): Promise<Dispute | undefined> {
  const { id } = parseInput(idInput, request.params);
  const all = await disputesOfCustomer(portal.bank.db, who.customerId, shownMax);
  return all.find((dispute) => dispute.id === id);
}

async function ownPurchase({ portal, who }: Visit, arn: string): Promise<Purchase | undefined> {
  const { db, clock } = portal.bank;
  const asked = { sinceMs: clock.nowMs() - claimableMs, limit: shownMax };
  const all = await purchasesOfCustomer(db, who.customerId, asked);
  return all.find((purchase) => purchase.arn === arn);
}

function missing({ reply, page, who }: Visit, word: 'notFound' | 'purchase_unknown'): Reply {
  return html(reply.status(404), messagePage(page, who, texts(page.lang)(word)));
}

function html(reply: Reply, page: string): Reply {
  return reply.type('text/html; charset=utf-8').send(page);
}
