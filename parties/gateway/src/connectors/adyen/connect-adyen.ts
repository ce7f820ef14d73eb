// The connector to Adyen's Checkout API. What is asked there of a payment that exists is only taken in;
// how it ended is told by notification (receive-notification.ts), and kept until it is asked for here.

import { httpClient } from '@kassa/http';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { AuthorizationRequest, Connector, VerificationEnd } from '../connector.ts';
import type { ConnectorMeans } from '../means.ts';
import { nameMessage } from '../name-message.ts';
import { openReferences, type References } from '../references.ts';
import { type Answered, failureOf, noticedEnd, paymentEnd } from './from-adyen.ts';
import { type Library, loadLibrary } from './library.ts';
import { type Notices, openNotices } from './notices.ts';
import { tell } from './tell.ts';
import { paymentRequest } from './to-adyen.ts';
import { transportTo } from './transport.ts';

export type AdyenOptions = {
  readonly name: string;
  readonly url: string;
  readonly key: Secret<string>;
  readonly merchantAccount: string;
  readonly timeoutMs: number;
};

/** What the parts of this connector share. */
export type AdyenDesk = {
  readonly library: Library;
  readonly checkout: InstanceType<Library['CheckoutAPI']>;
  readonly references: References;
  readonly notices: Notices;
  readonly options: AdyenOptions;
  readonly means: ConnectorMeans;
};

export function connectAdyen(options: AdyenOptions, means: ConnectorMeans): Connector {
  const { name, url, key, timeoutMs } = options;
  const { db, clock } = means;
  const library = loadLibrary();
  const { CheckoutAPI, Client, Config, EnvironmentEnum } = library;
  const http = httpClient({ timeoutMs });
  // The environment makes only the paths; where they are is our own setting.
  const config = new Config({ environment: EnvironmentEnum.TEST });
  const client = new Client(config, transportTo(url, key, http));
  const desk: AdyenDesk = {
    ...{ library, options, means },
    checkout: new CheckoutAPI(client),
    references: openReferences(name, db, clock),
    notices: openNotices(name, db),
  };
  return {
    name,
    async nameMessage(merchant) {
      return nameMessage(merchant, await means.stans.next(), clock.nowMs());
    },
    async authorize(request) {
      const end = await ask(desk, request);
      if (end.kind !== 'needs_cardholder') return end;
      // Nobody can go on with it but by what the answer says, which is kept nowhere: it expires.
      return { kind: 'refused', responseCode: '1A' };
    },
    // What raises a hold there is told of by notification only, and later.
    increment: async () => ({ kind: 'not_attempted', why: 'no_increments_at_this_provider' }),
    async verify(request) {
      const amount = money(unwrap(currencyOf(request.merchant.currency)), 0n);
      return asVerification(await ask(desk, { ...request, amount }));
    },
    async inquire({ merchant, original: { wire } }) {
      const { accountId } = merchant;
      const sent = await desk.references.closeUnlessSent({ accountId, wire });
      if (sent.kind === 'never') return { kind: 'never_arrived' };
      const notice = await desk.notices.find(accountId, wire.rrn);
      // There is nothing that could be asked there: it tells, or has not told yet.
      return notice === undefined ? { kind: 'unknown', why: 'not_told_yet' } : noticedEnd(notice);
    },
    tell: (advice) => tell(desk, advice),
    // There is no line that could be up or down: each request finds out for itself.
    isConnected: () => true,
    close: () => http.close(),
  };
}

async function ask(desk: AdyenDesk, request: AuthorizationRequest): Promise<Answered> {
  const { library, checkout, references, options, means } = desk;
  const { wire, merchant } = request;
  const card = means.cardFor(request.card);
  if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
  const named = { accountId: merchant.accountId, wire };
  const sent = await references.begin(named, null);
  if (sent.kind === 'never') return { kind: 'not_attempted', why: 'closed' };
  const { merchantAccount } = options;
  const body = paymentRequest(library, merchantAccount, { ...request, card: card.value });
  try {
    const once = { idempotencyKey: wire.rrn };
    const response = await checkout.PaymentsApi.payments(body, once);
    if (response.pspReference) await references.learn(named, response.pspReference);
    return paymentEnd(response);
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'not_taken' ? { kind: 'not_attempted', why: failure.why } : failure;
  }
}

function asVerification(end: Answered): VerificationEnd {
  if (end.kind === 'needs_cardholder') return { kind: 'refused', responseCode: '1A' };
  if (end.kind !== 'approved') return end;
  const { cvcCheck, traceId } = end.approval;
  return { kind: 'approved', verification: { responseCode: '85', cvcCheck, traceId } };
}
