// E-mail by SMTP: to the world's inbox, or to a real server by its URL (smtp://, smtps://, with
// user and password in the URL). The caller names the message, so that a second try of a job is
// recognised as the same letter.

import type { Log } from '@kassa/log';
import { err, ok, type Result } from '@kassa/result';
import { createTransport } from 'nodemailer';

export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** The same for every try of one letter; a domain is added when it has none. */
  readonly messageId: string;
};

/** `refused`: this letter will never be taken. `not_delivered`: try again later. */
export type MailFailure = { readonly code: 'refused' | 'not_delivered'; readonly detail: string };

export interface Mail extends AsyncDisposable {
  send(letter: Letter): Promise<Result<{ readonly messageId: string }, MailFailure>>;
  close(): Promise<void>;
}

export type MailOptions = {
  readonly smtpUrl: string;
  /** `Diva shop <shop@diva.example>` */
  readonly from: string;
  readonly log: Log;
  readonly timeoutMs?: number;
};

const timeoutDefaultMs = 10_000;

export function openMail(options: MailOptions): Mail {
  const timeoutMs = options.timeoutMs ?? timeoutDefaultMs;
  const transport = createTransport({
    url: options.smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A letter is made of what is given here and never of files or addresses named in it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const close = async () => transport.close();
  return {
    async send(letter) {
      const messageId = wholeMessageId(letter.messageId, options.from);
      try {
        await transport.sendMail({ ...letter, messageId, from: options.from });
        options.log.debug({ messageId }, 'a letter is sent');
        return ok({ messageId });
      } catch (error) {
        const failure = failureOf(error);
        options.log.warn({ messageId, reason: failure.code, err: error }, 'a letter is not sent');
        return err(failure);
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function wholeMessageId(id: string, from: string): string {
  const bare = id.replaceAll(/[<>\s]/g, '');
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'kassa.invalid';
  return bare.includes('@') ? `<${bare}>` : `<${bare}@${domain}>`;
}

/** RFC 5321 §4.2.1: 5yz is a permanent refusal; everything else may go better later. */
function failureOf(error: unknown): MailFailure {
  const detail = error instanceof Error ? error.message : String(error);
  const reply = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isRefused = (reply >= 500 && reply < 600) || (code === 'EENVELOPE' && reply === 0);
  return { code: isRefused ? 'refused' : 'not_delivered', detail };
}
