// The ACS on HTTP: AReq from the directory server; CReq and the challenge's forms from browsers.
// The challenge comes from another site by design; each of its own forms carries a ticket instead.

import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import { addToCsp, type HttpApp, parseInput } from '@kassa/http';
import { chooseLanguage } from '@kassa/pages';
import type { Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { buildCRes, fromBrowser, parse, toBrowser } from '@kassa/three-ds';
import { z } from 'zod';
import { requireBearer } from '../require-bearer.ts';
import { authenticate } from './authenticate.ts';
import type { Acs, Authentication } from './authentication.ts';
import {
  type ChallengeView,
  cancelChallenge,
  changeLanguage,
  enterCode,
  openChallenge,
  resendCode,
} from './challenge.ts';
import { type AcsLook, codePage, returnPage, unknownPage } from './challenge-page.tsx';
import type { ChallengeRefusal } from './errors.ts';
import type { AcsLanguage } from './texts.ts';

type Reply = Parameters<typeof addToCsp>[0];

export const submitScript = `document.getElementById('return')?.requestSubmit();\n`;

const formInput = z.object({
  creq: z.unknown(),
  /** Goes back to the shop as it came (EMV 3DS 2.2.0, 3.3: at most 1024 characters). */
  threeDSSessionData: z.string().max(1024).optional(),
});
const idInput = z.object({ acsTransId: z.string().max(36) });
const actionInput = z.object({
  ticket: z.string().max(100),
  turn: z.coerce.number().int(),
  code: z.string().max(100).default(''),
  action: z.enum(['confirm', 'resend', 'cancel', 'language']).default('confirm'),
});

type AcsDoor = {
  readonly look: AcsLook;
  /** What the directory server shows. */
  readonly key: Secret<string>;
};

export function registerAcs(app: HttpApp, acs: Acs, { look, key }: AcsDoor): void {
  const onlyDirectoryServer = { onRequest: requireBearer(key), config: { rawBody: true } };
  app.post('/acs/areq', onlyDirectoryServer, async (request, reply) => {
    // The text itself: an element that comes twice would be lost in the parsed object.
    const text = request.rawBody?.toString('utf8') ?? request.body;
    const read = parse(text, { expect: 'AReq', from: 'D' });
    const answer = read.ok ? await authenticate(acs, read.value) : read;
    if (!answer.ok) {
      const { errorCode, errorDetail } = answer.error;
      acs.bank.log.warn({ errorCode, errorDetail }, 'an AReq is refused');
    }
    return reply.send(answer.ok ? answer.value : answer.error);
  });

  app.post('/acs/challenge', async (request, reply) => {
    const lang = languageOf(request.headers['accept-language']);
    const form = formInput.safeParse(request.body);
    const creq = fromBrowser<'CReq'>(form.data?.creq, { expect: 'CReq' });
    if (!form.success || !creq.ok) {
      acs.bank.log.warn('a browser came without a readable CReq');
      return html(reply.status(400), unknownPage(look, lang));
    }
    const opened = await openChallenge(acs, creq.value, form.data.threeDSSessionData ?? null);
    return show({ acs, look, reply, fallback: lang }, opened);
  });

  app.post('/acs/challenge/:acsTransId', async (request, reply) => {
    const { acsTransId } = parseInput(idInput, request.params);
    const { ticket, turn, code, action } = parseInput(actionInput, request.body);
    const lang = languageOf(request.headers['accept-language']);
    if (!constantTimeEqual(ticket, ticketOf(acs, acsTransId))) {
      return html(reply.status(403), unknownPage(look, lang));
    }
    const page = { acs, look, reply, fallback: lang };
    switch (action) {
      case 'confirm':
        return show(page, await enterCode(acs, acsTransId, { code, turn }));
      case 'resend':
        return show(page, await resendCode(acs, acsTransId, turn));
      case 'cancel':
        return show(page, await cancelChallenge(acs, acsTransId));
      case 'language':
        return show(page, await changeLanguage(acs, acsTransId));
    }
  });
}

type Answering = {
  readonly acs: Acs;
  readonly look: AcsLook;
  readonly reply: Reply;
  readonly fallback: AcsLanguage;
};

function show(
  { acs, look, reply, fallback }: Answering,
  result: Result<ChallengeView, ChallengeRefusal>,
): Reply {
  if (!result.ok) return html(reply.status(404), unknownPage(look, fallback));
  const { authentication, notice } = result.value;
  const lang = authentication.language === '' ? fallback : languageOf(authentication.language);
  if (authentication.state === 'challenge_open') {
    const ticket = ticketOf(acs, authentication.acsTransId);
    return html(reply, codePage(look, { authentication, ticket, lang, notice }));
  }
  const { notificationUrl } = authentication;
  if (authentication.state !== 'ended' || notificationUrl === null) {
    return html(reply.status(404), unknownPage(look, lang));
  }
  // The whole scheme, not the one origin: browsers hold the policy against every redirect that
  // follows the form, and the shop's address behind the notification is not ours to know. The page
  // has one form, and its address came by way of the directory server.
  addToCsp(reply, { formAction: [new URL(notificationUrl).protocol] });
  const cres = cresOf(authentication);
  return html(reply, returnPage(look, { authentication, lang, notificationUrl, cres }));
}

/** In the browser a CRes knows Y and N only; the RReq has told the whole result. */
function cresOf(one: Authentication): string {
  return toBrowser(
    buildCRes({
      messageVersion: one.version,
      threeDSServerTransID: one.threeDSServerTransId,
      acsTransID: one.acsTransId,
      transStatus: one.transStatus === 'Y' ? 'Y' : 'N',
    }),
  );
}

/** Shows that the form came from a page that this ACS has made for this transaction. */
function ticketOf(acs: Acs, acsTransId: string): string {
  return keyedHash(acs.bank.keys.acs, `ticket|${acsTransId}`);
}

function languageOf(accept: string | undefined): AcsLanguage {
  return chooseLanguage({ acceptLanguage: accept }, ['en', 'bs']);
}

function html(reply: Reply, page: string): Reply {
  return reply.type('text/html; charset=utf-8').send(page);
}
