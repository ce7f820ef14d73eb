// The addresses of the 3-D Secure server: results from the directory server, and the buyer's way to
// the bank and back. What the browser brings (CRes) is never believed: it only says "look now".

import { constantTimeEqual } from '@kassa/crypto';
import { addToCsp, type HttpApp, RequestError, redirect } from '@kassa/http';
import type { Money } from '@kassa/money';
import type { Secret } from '@kassa/secret';
import { buildCReq, fromBrowser, toBrowser } from '@kassa/three-ds';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Merchant } from '../merchants/merchant.ts';
import type { Authentication } from './authentication.ts';
import { goOn } from './go-on.ts';
import type { ContinuationMeans, Subject } from './ports.ts';
import { receiveResults } from './receive-results.ts';
import { findAuthentication, findByServerTransId } from './store.ts';

export type ChallengePages = {
  /** A page that posts the CReq on to the bank; by itself with a script, else by its button. */
  handOver(page: {
    readonly merchant: Merchant;
    readonly acsUrl: string;
    readonly creq: string;
    readonly sessionData: string;
    readonly lang: string | undefined;
    readonly amount: Money | null;
  }): string;
  /** A page that leads on to the address, at once. */
  returning(page: ReturningPage): string;
  /** The bank's result has not come yet; looks again by itself. */
  waiting(page: { readonly merchant: Merchant; readonly again: string }): string;
  /** The end of a way that leads nowhere: the merchant gave no return_url. */
  done(page: {
    readonly merchant: Merchant;
    readonly progress: Subject['progress'];
    readonly isPayment: boolean;
  }): string;
  unknown(): string;
};

export type ReturningPage = { readonly merchant: Merchant; readonly url: string };

export type RouteMeans = ContinuationMeans & {
  readonly merchant: (accountId: Authentication['accountId']) => Promise<Merchant>;
  readonly pages: ChallengePages;
  /** The RReq travels faster than a person, yet by another way: worth waiting for a little. */
  readonly patienceMs: number;
};

type ById = { Params: { id: string }; Querystring: { lang?: unknown } };

const notifyInput = z.object({ cres: z.unknown() });

export function registerThreeDs(app: HttpApp, means: RouteMeans): void {
  const onlyDirectoryServer = { onRequest: requireKey(means.dsKey), config: { rawBody: true } };
  app.post('/3ds/rreq', onlyDirectoryServer, (request) =>
    // The text itself: an element that comes twice would be lost in the parsed object.
    receiveResults(means, request.rawBody?.toString('utf8') ?? request.body),
  );
  app.get<ById>('/3ds/redirect/:id', async (request, reply) => {
    const found = await findAuthentication(means.db, request.params.id);
    if (found === undefined) return html(reply.status(404), means.pages.unknown());
    const isOpen = found.state === 'challenged' && found.acsUrl !== null;
    return isOpen ? handOver(means, found, request, reply) : comeBack(means, found, request, reply);
  });
  app.post('/3ds/notify', async (request, reply) => {
    const form = notifyInput.safeParse(request.body);
    const read = fromBrowser<'CRes' | 'Erro'>(form.data?.cres, { expect: ['CRes', 'Erro'] });
    const serverTransId = read.ok ? read.value.threeDSServerTransID : undefined;
    const found = serverTransId && (await findByServerTransId(means.db, serverTransId));
    if (!found) return html(reply.status(400), means.pages.unknown());
    return comeBack(means, found, request, reply);
  });
  app.get<ById>('/3ds/return/:id', async (request, reply) => {
    const found = await findAuthentication(means.db, request.params.id);
    if (found === undefined) return html(reply.status(404), means.pages.unknown());
    return comeBack(means, found, request, reply);
  });
}

/** A result that anybody could bring would be a CAVV that anybody could make. */
function requireKey(key: Secret<string>) {
  return async ({ headers }: FastifyRequest): Promise<void> => {
    if (constantTimeEqual(headers.authorization ?? '', `Bearer ${key.reveal()}`)) return;
    throw new RequestError(401, 'unauthorized', 'Results come with the directory server’s key.');
  };
}

async function handOver(
  means: RouteMeans,
  found: Authentication,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { accountId, subjectId, acsUrl, acsTransId, version, serverTransId } = found;
  const subject = await means.subjects(subjectId).load(accountId, subjectId);
  if (subject?.awaited !== found.id || acsUrl === null || acsTransId === null) {
    return comeBack(means, found, request, reply);
  }
  const creq = buildCReq({
    messageVersion: version,
    threeDSServerTransID: serverTransId,
    acsTransID: acsTransId,
    challengeWindowSize: '05',
  });
  const about = { accountId, intentId: subjectId, attemptId: found.attemptId };
  means.watch({ direction: 'out', peer: 'browser', type: 'CReq', about });
  addToCsp(reply, { formAction: [new URL(acsUrl).origin] });
  const { lang } = request.query;
  const page = means.pages.handOver({
    merchant: await means.merchant(accountId),
    acsUrl,
    creq: toBrowser(creq),
    sessionData: Buffer.from(found.id).toString('base64url'),
    lang: typeof lang === 'string' ? lang : undefined,
    amount: subject.amount,
  });
  return html(reply, page);
}

/** To where the subject stands now: on to the merchant, or an honest page that waits. */
async function comeBack(
  means: RouteMeans,
  found: Authentication,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const subject = await afterResult(means, found);
  const merchant = await means.merchant(found.accountId);
  if (subject === undefined) {
    return html(reply, means.pages.waiting({ merchant, again: `/3ds/return/${found.id}` }));
  }
  const { returnUrl: url, progress } = subject;
  const isPayment = found.subjectId.startsWith('pi_');
  if (url === null) return html(reply, means.pages.done({ merchant, progress, isPayment }));
  // A redirect in answer to the bank's form would be held to the bank's own form-action policy:
  // browsers are led on by a page instead.
  const isBrowser = request.headers.accept?.includes('text/html') === true;
  const isFormOfABank = request.method === 'POST' && isBrowser;
  return isFormOfABank
    ? html(reply, means.pages.returning({ merchant, url }))
    : redirect(reply, url);
}

async function afterResult(means: RouteMeans, found: Authentication): Promise<Subject | undefined> {
  if (found.state === 'ended') return goOn(means, found);
  const { accountId, subjectId } = found;
  const subject = await means.subjects(subjectId).load(accountId, subjectId);
  if (subject?.awaited === found.id) await waitForResult(means, found);
  const again = await findAuthentication(means.db, found.id);
  if (again === undefined) return undefined;
  // Not waited for and not ended, it has expired or was given up for another card: no result will change
  // that. Ended, its result came between the first look and this one.
  return subject?.awaited === found.id || again.state === 'ended' ? goOn(means, again) : subject;
}

/** Posted here, or found in the database if another process received it. */
async function waitForResult(means: RouteMeans, found: Authentication): Promise<void> {
  const posted = means.results.wait(found.serverTransId, means.patienceMs);
  const stored = await findAuthentication(means.db, found.id);
  if (stored?.state === 'ended') return;
  await posted;
}

function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
