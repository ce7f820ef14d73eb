// Where acquirers present, where banks dispute, and where the clearing house tells what it has settled. Each comes with
// its own key.

import { constantTimeEqual } from '@kassa/crypto';
import { badRequest, type HttpApp, RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import { acceptDisputes } from '../disputes/accept-disputes.ts';
import type { Member } from '../members/member.ts';
import { acceptPresentments } from './accept-presentments.ts';
import { receiveNotice, receiveReport } from './book-settlement.ts';
import { type FileRefusal, statusOf } from './errors.ts';
import type { ClearingPorts } from './ports.ts';

/** A hundred thousand lines of at most two kilobytes are the law; everyday lines have 400 bytes. */
const fileBytesMax = 64 * 1024 * 1024;

export function registerClearing(
  app: HttpApp,
  ports: ClearingPorts,
  notificationKey: Secret<string>,
): void {
  app.post('/clearing/presentments', { bodyLimit: fileBytesMax }, async (request, reply) => {
    const acquirer = memberOf(ports, request.headers.authorization);
    const taken = await acceptPresentments(ports, acquirer, textOf(request.body));
    if (taken.ok) return reply.type('text/plain; charset=utf-8').send(taken.value);
    throw refused(ports, acquirer, taken.error);
  });

  app.post('/clearing/disputes', { bodyLimit: fileBytesMax }, async (request, reply) => {
    const sender = bankOf(ports, request.headers.authorization);
    const taken = await acceptDisputes(ports, sender, textOf(request.body));
    if (taken.ok) return reply.type('text/plain; charset=utf-8').send(taken.value);
    throw refused(ports, sender, taken.error);
  });

  const told = { notifications: receiveNotice, 'status-reports': receiveReport };
  for (const [path, receive] of Object.entries(told)) {
    app.post(`/clearing/${path}`, async (request) => {
      if (!isKey(request.headers.authorization, notificationKey)) throw unauthorized();
      const heard = await receive(ports, textOf(request.body));
      if (!heard.ok) throw badRequest(heard.error.reason, heard.error.code);
      return heard.value;
    });
  }
}

const wordsOf = {
  wrong_sender: 'The file names another sender than the one whose key came with it.',
  wrong_receiver: 'The file is meant for another network.',
  file_id_reused: 'A file of this id came before with other content. Give the new one its own id.',
} as const;

function refused(ports: ClearingPorts, sender: Member, refusal: FileRefusal): RequestError {
  const { code } = refusal;
  const message = code === 'unreadable' ? `line ${refusal.line}: ${refusal.reason}` : wordsOf[code];
  ports.log.warn({ sender: sender.id, code, message }, 'a clearing file is refused');
  return new RequestError(statusOf[code], code, message);
}

/** Of a bank on either side. */
function bankOf(ports: ClearingPorts, header: string | undefined): Member {
  const member = ports.directory.members.find(({ acquirer, issuer }) =>
    [acquirer?.key, issuer?.key].some((key) => key && isKey(header, key)),
  );
  if (!member) throw unauthorized();
  return member;
}

function memberOf(ports: ClearingPorts, header: string | undefined): Member {
  const member = ports.directory.members.find(
    ({ acquirer }) => acquirer && isKey(header, acquirer.key),
  );
  if (!member) throw unauthorized();
  return member;
}

function isKey(header: string | undefined, key: Secret<string>): boolean {
  return constantTimeEqual(header ?? '', `Bearer ${key.reveal()}`);
}

function unauthorized(): RequestError {
  return new RequestError(401, 'unauthorized', 'Members come with their key as a bearer.');
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  throw badRequest('The body is read as text: text/plain, or application/xml.');
}
