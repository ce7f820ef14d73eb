import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Running } from '../start/running.ts';
import { freePort } from '../test/free-port.ts';
import { migrations } from '../world-database.ts';
import { startInbox } from './start-inbox.ts';
import { keepMessage, listMessages } from './store.ts';

let database: TestDatabase;
let inbox: Running;
let smtpPort: number;

beforeAll(async () => {
  database = await testDatabase([migrations], { schema: 'world' });
  smtpPort = await freePort();
  inbox = await startInbox({
    db: database.db,
    host: '127.0.0.1',
    port: 0,
    smtpPort,
    lobbyUrl: 'http://127.0.0.1:1/',
    clock: { nowMs: () => 1_763_800_000_000 },
    log: silentLog,
  });
});

afterAll(async () => {
  await inbox.stop();
  await database.close();
});

const send = (letter: object) =>
  createTransport({ host: '127.0.0.1', port: smtpPort }).sendMail({
    from: 'Diva shop <shop@diva.example>',
    to: 'hana@example.ba',
    subject: 'Order 17',
    text: 'Thank you.',
    ...letter,
  });

const sms = (body: unknown) =>
  fetch(`${inbox.url}/sms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const list = async (query = '') =>
  JSON.parse(await (await fetch(`${inbox.url}/api/messages${query}`)).text());

describe('the inbox', () => {
  test('keeps letters and short messages, newest first, and finds them by whom and kind', async () => {
    await send({ html: '<p>Thank <script>x</script> you</p>', messageId: '<a@b>' });
    expect((await sms({ to: '+387', from: 'Plava', text: 'Code 123456' })).status).toBe(201);
    expect(await list()).toMatchObject([
      { kind: 'sms', to: '+387', from: 'Plava', text: 'Code 123456', subject: '' },
      { kind: 'email', to: 'hana@example.ba', subject: 'Order 17', at: 1_763_800_000_000 },
    ]);
    expect(await list('?kind=sms')).toHaveLength(1);
    expect(await list('?to=hana@example.ba')).toHaveLength(1);
    expect(await list('?to=nobody@example.ba')).toEqual([]);
  });

  test('keeps a letter once, however often it is tried', async () => {
    const before = (await list()).length;
    await send({ messageId: '<twice@b>' });
    await send({ messageId: '<twice@b>' });
    expect((await list()).length).toBe(before + 1);
  });

  test('shows a letter’s page in a frame that can do nothing', async () => {
    const [{ seq }] = await list('?kind=email&to=hana@example.ba&limit=200').then((all) =>
      all.filter((message: { html: string | null }) => message.html !== null),
    );
    const page = await (await fetch(`${inbox.url}/messages/${seq}`)).text();
    expect(page).toContain('sandbox=');
    expect(page).not.toContain('<script>');
    const letter = await fetch(`${inbox.url}/messages/${seq}/html`);
    const policy = letter.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script-src');
  });

  test.each([
    ['/', 200],
    ['/?kind=sms', 200],
    ['/?kind=rubbish&limit=x', 200],
    ['/messages/999999', 404],
    ['/messages/x', 404],
    ['/messages/999999/html', 404],
    ['/none', 404],
  ])('%s answers %d', async (path, status) => {
    const answer = await fetch(inbox.url + path, { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('refuses a short message without text', async () => {
    const answer = await sms({ to: '+387', from: 'x' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('text')]);
  });

  test('keeps the newest thousand only', async () => {
    const message = { kind: 'sms', from: 'a', to: 'many', subject: '', text: 'x' } as const;
    for (let at = 0; at < 1010; at++) {
      await keepMessage(database.db, { ...message, id: `m${at}`, html: null, at });
    }
    const all = await listMessages(database.db, { limit: 5000 });
    expect(all).toHaveLength(1000);
    expect(all[0]?.id).toBe('m1009');
  });
});
