import { createHmac } from 'node:crypto';
import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { Secret } from '@kassa/secret';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Grounds, openGrounds } from '../conformance/grounds.ts';
import { nameMessage } from '../name-message.ts';
import { openReferences } from '../references.ts';
import { openNotices } from './notices.ts';
import { registerNotifications } from './notification-route.ts';
import { openReceiver } from './receive-notification.ts';

const hmacKey = 'CD'.repeat(32);
const merchantAccount = 'KassaDiva';
const app = openHttp({ name: 'notifications', log: silentLog });
let grounds: Grounds;
let url: string;

beforeAll(async () => {
  grounds = await openGrounds();
  const options = { name: 'adyen', merchantAccount, hmacKey: new Secret(hmacKey) };
  registerNotifications(app, new Map([['adyen', openReceiver(options, grounds.means)]]));
  url = await listen(app, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await app.close();
  await grounds[Symbol.asyncDispose]();
});

type Told = {
  readonly name: string;
  readonly event: string;
  readonly success?: 'true' | 'false';
  readonly key?: string;
  readonly account?: string;
  readonly value?: number;
};

async function tellOf({ name, event, success = 'true', key = hmacKey, ...more }: Told) {
  const { account = merchantAccount, value = 100 } = more;
  const signs = ['PSP0000000000001', '', account, name, value, 'BAM', event, success].join(':');
  const hmacSignature = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(signs)
    .digest('base64');
  const item = {
    pspReference: 'PSP0000000000001',
    merchantAccountCode: account,
    merchantReference: name,
    amount: { value, currency: 'BAM' },
    eventCode: event,
    eventDate: '2026-11-26T12:00:00Z',
    success,
    reason: success === 'true' ? '123456:1111:12/2034' : 'Not enough balance',
    additionalData: { hmacSignature, authCode: '123456' },
  };
  const answer = await fetch(`${url}/connectors/adyen/adyen/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      live: 'false',
      notificationItems: [{ NotificationRequestItem: item }],
    }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function sent(stan: string) {
  const { means, merchant } = grounds;
  const wire = nameMessage(merchant, stan, means.clock.nowMs());
  const named = { accountId: merchant.accountId, wire };
  const references = openReferences('adyen', means.db, means.clock);
  await references.begin(named, null);
  return { named, references, rrn: wire.rrn };
}

test('an approval that nobody has heard of gives the payment its name, and is told as late', async () => {
  const { named, references, rrn } = await sent('000101');
  const taken = { status: 200, text: '[accepted]' };
  expect(await tellOf({ name: rrn, event: 'AUTHORISATION' })).toEqual(taken);
  expect(await tellOf({ name: rrn, event: 'AUTHORISATION' })).toEqual(taken);
  const known = { kind: 'maybe', reference: 'PSP0000000000001' };
  expect(await references.closeUnlessSent(named)).toEqual(known);
  expect(grounds.late.filter((one) => one.rrn === rrn)).toHaveLength(1);
});

test('what has failed afterwards has not gone well, whatever was told before', async () => {
  const { named, rrn } = await sent('000102');
  const name = `${rrn}-capture-${rrn}-000103`;
  const notices = openNotices('adyen', grounds.means.db);
  await tellOf({ name, event: 'CAPTURE' });
  expect(await notices.find(named.accountId, name)).toMatchObject({ isSuccess: true });
  await tellOf({ name, event: 'CAPTURE_FAILED' });
  expect(await notices.find(named.accountId, name)).toMatchObject({ isSuccess: false });
});

test.each<[string, Told, number]>([
  ['with another key', { name: 'x', event: 'CAPTURE', key: 'EF'.repeat(32) }, 401],
  ['for another account', { name: 'x', event: 'CAPTURE', account: 'Other' }, 403],
  ['of nothing we know, for it would come for ever', { name: 'x', event: 'CAPTURE' }, 200],
])('a notification %s', async (_, told, status) => {
  expect((await tellOf(told)).status).toBe(status);
});
