// Takes every letter that any party sends, to anybody. Nothing leaves this machine.

import { randomToken } from '@kassa/crypto';
import type { Log } from '@kassa/log';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { NewMessage } from './message.ts';

const letterMaxBytes = 2_097_152;
const closeTimeoutMs = 500;

export type SmtpOptions = {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly keep: (message: NewMessage) => Promise<void>;
};

export type Smtp = { readonly port: number; close(): Promise<void> };

export async function openSmtp(options: SmtpOptions): Promise<Smtp> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    banner: 'Kassa inbox',
    size: letterMaxBytes,
    closeTimeout: closeTimeoutMs,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          const words = `the letter is larger than ${letterMaxBytes} bytes`;
          done(Object.assign(new Error(words), { responseCode: 552 }));
          return;
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        take(options, Buffer.concat(parts), recipients).then(
          () => done(),
          (error: unknown) => {
            options.log.error({ err: error }, 'a letter could not be kept');
            done(Object.assign(new Error('try again later'), { responseCode: 451 }));
          },
        );
      });
    },
  });
  server.on('error', (error) => options.log.debug({ err: error }, 'an SMTP session broke'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  }).catch((error: unknown) => {
    const words = `port ${options.port} on ${options.host} is in use by another program`;
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isTaken ? new Error(words, { cause: error }) : error;
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function take(options: SmtpOptions, raw: Buffer, recipients: string[]): Promise<void> {
  const letter = await PostalMime.parse(raw);
  const id = letter.messageId?.replaceAll(/[<>]/g, '') ?? randomToken(12);
  const from = letter.from?.name ? `${letter.from.name} <${letter.from.address}>` : '';
  for (const to of recipients) {
    await options.keep({
      // One row for each recipient, each once however often the letter is tried.
      id: `${id} ${to}`,
      kind: 'email',
      from: from === '' ? (letter.from?.address ?? '') : from,
      to,
      subject: letter.subject ?? '',
      text: (letter.text ?? '').replaceAll('\0', ''),
      html: letter.html?.replaceAll('\0', '') ?? null,
      at: options.nowMs(),
    });
  }
}
