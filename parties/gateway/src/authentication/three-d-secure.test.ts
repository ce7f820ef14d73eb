// 3-D Secure end to end: every answer of the issuer's side, and the challenge whose end is told by
// three ways at once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { back, errorOf, pay, statusOf } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until } from '../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  gateway.directory.onCard(() => 'Y');
});

async function expectProved() {
  expect(await gateway.control('prove')).toMatchObject({ ok: true, findings: [] });
}

describe('3-D Secure', () => {
  test.each([
    ['N', 'payment_intent_authentication_failure'],
    ['R', 'payment_intent_authentication_failure'],
    ['silence', 'payment_intent_authentication_failure'],
  ] as const)('%s refuses, and the bank is not asked', async (answer, code) => {
    gateway.directory.onCard(() => answer);
    const before = gateway.acquirer.of('0100').length;
    expect(await errorOf(pay(gateway))).toMatchObject({ code });
    expect(gateway.acquirer.of('0100').length).toBe(before);
  });

  test.each([
    ['Y', '05'],
    ['A', '06'],
    ['U', '07'],
  ] as const)('%s goes on with ECI %s', async (answer, eci) => {
    gateway.directory.onCard(() => answer);
    expect((await pay(gateway)).status).toBe('succeeded');
    expect(gateway.acquirer.of('0100').at(-1)?.fields[48]?.slice(0, 6)).toBe(`4202${eci}`);
  });

  test('off session nobody is challenged', async () => {
    const intent = await pay(gateway, { off_session: true });
    expect(intent.status).toBe('succeeded');
    expect(gateway.directory.requests.at(-1)?.deviceChannel).toBe('03');
    gateway.directory.onCard(() => 'U');
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '1A' }));
    const error = await errorOf(pay(gateway, { off_session: true }));
    expect(error).toMatchObject({ code: 'authentication_required' });
  });

  async function challenged() {
    gateway.directory.onCard(() => 'C');
    const intent = await pay(gateway);
    expect(intent.status).toBe('requires_action');
    const url = String(intent.next_action?.redirect_to_url?.url);
    return { intent, url };
  }

  const notify = () =>
    fetch(`${gateway.url}/3ds/notify`, {
      method: 'POST',
      body: new URLSearchParams({ cres: gateway.directory.cres() }),
      redirect: 'manual',
    });

  test('a challenge hands over to the bank, and its result goes on to the bank once', async () => {
    const { intent, url } = await challenged();
    const page = await fetch(url);
    const html = await page.text();
    expect(html).toContain('name="creq"');
    expect(html).toContain(gateway.directory.challenge().acsURL);
    expect(page.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(gateway.directory.url).origin}`,
    );
    const before = gateway.acquirer.of('0100').length;
    const [result, again, ...returns] = await Promise.all([
      gateway.directory.sendResult('Y'),
      gateway.directory.sendResult('Y'),
      notify(),
      notify(),
    ]);
    expect(result).toMatchObject({ messageType: 'RRes', resultsStatus: '01' });
    expect(again).toMatchObject({ messageType: 'RRes' });
    for (const answer of returns) {
      expect(answer.status).toBe(303);
      const to = new URL(answer.headers.get('location') ?? '');
      expect(to.origin + to.pathname).toBe(back);
      expect(to.searchParams.get('payment_intent')).toBe(intent.id);
      expect(to.searchParams.get('redirect_status')).toBe('succeeded');
    }
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    expect(await statusOf(gateway, intent.id)).toBe('succeeded');
    await expectProved();
  });

  test('the browser alone is not believed', async () => {
    const { intent } = await challenged();
    const before = gateway.acquirer.of('0100').length;
    const answer = await notify();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('http-equiv="refresh"');
    expect(await statusOf(gateway, intent.id)).toBe('requires_action');
    expect(gateway.acquirer.of('0100').length).toBe(before);
  }, 15_000);

  test('a result without the directory server’s key is not believed', async () => {
    const { intent } = await challenged();
    for (const key of ['', 'another']) {
      expect(await gateway.directory.sendResult('Y', undefined, key)).toMatchObject({
        error: { message: expect.stringContaining('key') },
      });
    }
    expect(await statusOf(gateway, intent.id)).toBe('requires_action');
  });

  test('a failed challenge is an honest refusal', async () => {
    const { intent } = await challenged();
    await gateway.directory.sendResult('N', '19');
    const answer = await notify();
    expect(answer.headers.get('location')).toContain('redirect_status=failed');
    const now = await gateway.stripe.paymentIntents.retrieve(intent.id);
    expect(now).toMatchObject({ status: 'requires_payment_method' });
    expect(now.last_payment_error?.code).toBe('payment_intent_authentication_failure');
  });

  test('the result alone finishes the payment when the buyer has gone', async () => {
    const { intent } = await challenged();
    await gateway.directory.sendResult('Y');
    await until(
      async () => (await statusOf(gateway, intent.id)) === 'succeeded',
      'paid without a browser',
    );
  });

  test('a challenge that nobody answers expires after an hour', async () => {
    const { intent } = await challenged();
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 3_600_001);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    expect(await statusOf(gateway, intent.id)).toBe('requires_payment_method');
    await gateway.directory.sendResult('Y');
    expect(await statusOf(gateway, intent.id)).toBe('requires_payment_method');
    await expectProved();
  });
});
