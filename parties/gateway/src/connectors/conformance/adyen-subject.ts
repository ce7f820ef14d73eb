// The connector to Adyen, against a program of ours that speaks its documented API, with the route
// where it tells of what has become of requests.

import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { Secret } from '@kassa/secret';
import { z } from 'zod';
import { openHttpLine } from '../../testing/http-line.ts';
import { type PspProgram, pspAccount, startPsp } from '../../testing/psp-program.ts';
import { until } from '../../testing/test-gateway.ts';
import { connectAdyen } from '../adyen/connect-adyen.ts';
import { openNotices } from '../adyen/notices.ts';
import { registerNotifications } from '../adyen/notification-route.ts';
import { openReceiver } from '../adyen/receive-notification.ts';
import { nameAdvice } from '../name-message.ts';
import type { Grounds } from './grounds.ts';
import type { CardKind, Effect, Exception, Message, Subject } from './subject.ts';

const name = 'adyen';

/** What the bank behind the provider knows of each. */
const cards: Readonly<Record<CardKind, { readonly number: string; readonly is?: object }>> = {
  good: { number: '4111111111111111' },
  hard: { number: '4000000000000069', is: { expiryYear: 2020 } },
  soft: { number: '4000000000009995', is: { balance: '9999' } },
  technical: { number: '4000000000000119', is: { bank: 'down' } },
  fraud: { number: '4000000000009979', is: { state: 'stolen' } },
  step_up: { number: '4000000000003220', is: { wantsAuthentication: true } },
  wrong_cvc: { number: '4000000000000127', is: { cvc: '999' } },
  slow: { number: '4000000700000005', is: { bank: 'slow' } },
};

const usual = { expiryMonth: 12, expiryYear: 2034, cvc: '314', currency: 'BAM', balance: '900000' };

const asksNobody =
  'there is no request by which Adyen says what became of a payment; until it has told by ' +
  'notification nobody knows, and the reversal is its technical cancel, by our reference';

const exceptions: Readonly<Record<string, Exception>> = {
  'declined: technical': {
    why: 'it says more exactly what failed: the issuer could not be reached',
    ends: ['refused 91'],
  },
  'time-out before the effect': { why: asksNobody, ends: ['unknown', 'unknown'] },
  'asked while it is worked on': { why: asksNobody, ends: ['unknown', 'unknown', 'approved'] },
  'nothing listens': {
    why: 'an inquiry is answered from what has been told before, whoever listens now',
    ends: ['approved', 'not_attempted', 'approved'],
  },
};

export async function adyenSubject({ means, merchant, late }: Grounds): Promise<Subject> {
  const app = openHttp({ name: 'notifications', log: silentLog });
  const { merchantAccount, hmacKey, apiKey } = pspAccount;
  const account = { name, merchantAccount, hmacKey: new Secret(hmacKey) };
  registerNotifications(app, new Map([[name, openReceiver(account, means)]]));
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  const known = Object.entries(cards).map(([id, { number, is = {} }]) => {
    return { id, number, ...usual, ...is };
  });
  const psp = await startPsp(`${url}/connectors/adyen/${name}/notifications`, known);
  const line = await openHttpLine(psp.url);
  const connector = connectAdyen(
    { name, url: line.url, key: new Secret(apiKey), merchantAccount, timeoutMs: 3_000 },
    means,
  );
  const notices = openNotices(name, means.db);
  const isTold = async (message: Message) =>
    (await notices.find(merchant.accountId, keyOf(message))) !== undefined;
  return {
    name,
    ...{ connector, merchant, late, exceptions },
    cards: numbers(),
    disturb: (message, how) => line.disturb(keyOf(message), how),
    async letGo(wire) {
      await psp.control('slow-banks/let-go', 'POST');
      const message: Message = { kind: 'authorize', wire, original: wire };
      await until(() => isTold(message), 'the slow bank has answered, and it has told so');
      await until(() => late.some(({ rrn }) => rrn === wire.rrn), 'the late approval is noticed');
    },
    settle: (message) => until(() => isTold(message), 'it has told of what became of it'),
    effect: ({ rrn }) => effectAt(psp, rrn),
    shut: async () => line[Symbol.asyncDispose](),
    async [Symbol.asyncDispose]() {
      await line[Symbol.asyncDispose]();
      await psp[Symbol.asyncDispose]();
      await connector.close();
      await app.close();
    },
  };
}

function numbers(): Readonly<Record<CardKind, string>> {
  const { good, hard, soft, technical, fraud, step_up, wrong_cvc, slow } = cards;
  return {
    good: good.number,
    hard: hard.number,
    soft: soft.number,
    technical: technical.number,
    fraud: fraud.number,
    step_up: step_up.number,
    wrong_cvc: wrong_cvc.number,
    slow: slow.number,
  };
}

/** Our name of the request, which is its idempotency key too. */
const keyOf = ({ kind, wire, original }: Message): string =>
  kind === 'authorize' ? wire.rrn : nameAdvice({ kind, wire, original: { wire: original } });

const paymentsSchema = z.object({
  payments: z.array(
    z.object({
      held: z.coerce.bigint(),
      captured: z.coerce.bigint(),
      refunded: z.coerce.bigint(),
    }),
  ),
});

/** Of all that bears the name: were there two, the sum would say so. */
async function effectAt(psp: PspProgram, rrn: string): Promise<Effect> {
  const { payments } = paymentsSchema.parse(await psp.control(`payments/${rrn}`));
  const sum = (of: (one: (typeof payments)[number]) => bigint) =>
    payments.reduce((total, one) => total + of(one), 0n);
  return { held: sum((one) => one.held), taken: sum((one) => one.captured - one.refunded) };
}
