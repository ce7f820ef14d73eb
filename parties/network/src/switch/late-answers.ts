// What issuers send that nobody waits for: late approvals, which are reversed once more; late
// acknowledgements of advices, which count; echoes, which are answered.

import { unit } from '@kassa/database';
import { answerMti, buildNetworkAnswer, type Message } from '@kassa/iso8583';
import { undoing } from './authorize.ts';
import { isApproval } from './decide.ts';
import { recordPassed } from './journal.ts';
import type { SwitchPorts } from './ports.ts';
import { acknowledgeAdvice, findAuthorization, findPendingAdvice } from './store.ts';

/** The reply to send the same way, if one is due. */
export async function receiveUnmatched(
  ports: SwitchPorts,
  issuerId: string,
  message: Message,
): Promise<Message | undefined> {
  if (message.mti === '0800') return buildNetworkAnswer(message);
  if (message.mti === '0110') await receiveLateAnswer(ports, issuerId, message);
  else if (message.mti === '0430') await receiveLateAcknowledgement(ports, issuerId, message);
  else {
    const isRequest = answerMti(message.mti) !== undefined;
    ports.log.warn({ issuerId, mti: message.mti, isRequest }, 'a message nobody asked for');
  }
  return undefined;
}

async function receiveLateAnswer(
  ports: SwitchPorts,
  issuerId: string,
  answer: Message,
): Promise<void> {
  const atMs = ports.nowMs();
  const passed = recordPassed({ message: answer, peer: issuerId, direction: 'in', atMs });
  const acquirerId = acquirerOf(ports, answer);
  const known = await findAuthorization(ports.db, acquirerId, answer.fields[37] ?? '');
  const isTooLate = known?.status === 'unanswered' || known?.status === 'reversed';
  if (!known || known.issuerId !== issuerId || !isTooLate || !isApproval(answer)) {
    await ports.db.commit({ inserts: [passed] });
    return;
  }
  // The first reversal may have overtaken this approval, so it is reversed again.
  const request = known.sealedRequest
    ? ports.cover.openMessage(known.sealedRequest, known.id)
    : ({ mti: '0100', fields: answer.fields } as const);
  const asked = {
    request,
    id: known.id,
    routed: { acquirer: { id: acquirerId }, issuer: { id: issuerId } },
  };
  const done = await ports.db.commit(
    unit(undoing(ports, asked, 'late_approval'), { inserts: [passed] }),
  );
  // A conflict: this late approval came twice, and is being reversed already.
  ports.log.warn({ issuerId, rrn: known.rrn, again: !done.ok }, 'a late approval is reversed');
  ports.adviseIssuer(issuerId);
}

async function receiveLateAcknowledgement(
  ports: SwitchPorts,
  issuerId: string,
  answer: Message,
): Promise<void> {
  const { 11: stan = '', 41: tid = '', 39: responseCode = '' } = answer.fields;
  const id = await findPendingAdvice(ports.db, issuerId, stan, tid);
  const atMs = ports.nowMs();
  const passed = recordPassed({ message: answer, peer: issuerId, direction: 'in', atMs });
  await ports.db.commit(
    unit(id === undefined ? {} : acknowledgeAdvice(id, responseCode, atMs), { inserts: [passed] }),
  );
}

function acquirerOf(ports: SwitchPorts, answer: Message): string {
  const text = answer.fields[32] ?? '';
  const member = ports.directory.members.find(
    ({ id }) => id.padStart(11, '0') === text.padStart(11, '0'),
  );
  return member?.id ?? text;
}
