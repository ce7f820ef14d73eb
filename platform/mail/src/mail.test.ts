import { silentLog } from '@kassa/log';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Mail, openMail } from './index.ts';

const letter = {
  to: 'hana@example.ba',
  subject: 'Vaša narudžba 17',
  text: 'Hvala. Ukupno 100,00 KM.',
  html: '<p>Hvala. Ukupno <b>100,00 KM</b>.</p>',
  messageId: 'order_17',
};

let server: SMTPServer;
let mail: Mail;
let received: Email[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (address, _session, done) => {
      const codes: Record<string, number> = { 'gone@example.ba': 550, 'later@example.ba': 451 };
      const code = codes[address.address];
      done(code === undefined ? null : Object.assign(new Error('no'), { responseCode: code }));
    },
    onData: async (stream, _session, done) => {
      const parts: Buffer[] = [];
      for await (const part of stream) parts.push(Buffer.from(part));
      received.push(await PostalMime.parse(Buffer.concat(parts)));
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const from = 'Diva shop <shop@diva.example>';
  mail = openMail({ smtpUrl: `smtp://127.0.0.1:${port}`, from, log: silentLog, timeoutMs: 3000 });
});

beforeEach(() => {
  received = [];
});

afterAll(async () => {
  await mail.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

describe('a letter', () => {
  test('arrives as it was written, both as text and as page', async () => {
    const sent = await mail.send(letter);
    expect(sent).toEqual({ ok: true, value: { messageId: '<order_17@diva.example>' } });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      messageId: '<order_17@diva.example>',
      subject: letter.subject,
      from: { name: 'Diva shop', address: 'shop@diva.example' },
      to: [{ address: 'hana@example.ba' }],
    });
    expect(received[0]?.text?.trim()).toBe(letter.text);
    expect(received[0]?.html?.trim()).toBe(letter.html);
  });

  test.each([
    ['gone@example.ba', 'refused'],
    ['later@example.ba', 'not_delivered'],
    ['', 'refused'],
  ])('to %j is %s', async (to, code) => {
    expect(await mail.send({ ...letter, to })).toMatchObject({ ok: false, error: { code } });
  });

  test('whose subject holds line breaks adds no header', async () => {
    await mail.send({ ...letter, subject: 'a\r\nBcc: other@example.ba\r\n\r\nb' });
    expect(received[0]?.bcc ?? []).toEqual([]);
    expect(received[0]?.headers.map((header) => header.key)).not.toContain('bcc');
  });

  test('is not delivered when nobody listens', async () => {
    await using nobody = openMail({ smtpUrl: 'smtp://127.0.0.1:1', from: 'a@b.c', log: silentLog });
    expect(await nobody.send(letter)).toMatchObject({ error: { code: 'not_delivered' } });
  });
});
