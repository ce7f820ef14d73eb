// An account verification is passed to the issuer and back. It moves no money: only the messages
// are kept, and an answer that does not come leaves nothing to undo.

import { buildAnswer, type Message } from '@kassa/iso8583';
import { fitsRequest, type Routed } from './decide.ts';
import { responseOf } from './errors.ts';
import { recordPassed } from './journal.ts';
import type { SwitchPorts } from './ports.ts';

export async function verify(
  ports: SwitchPorts,
  request: Message,
  { acquirer, issuer }: Routed,
): Promise<Message> {
  const askedAtMs = ports.nowMs();
  const asked = await ports.askIssuer(issuer.id, request);
  const told = asked.kind === 'answered' ? asked.message : undefined;
  const isFit = told !== undefined && fitsRequest(told, request);
  const code = told === undefined ? 'issuer_unavailable' : 'malfunction';
  const answer = isFit ? told : buildAnswer(request, { responseCode: responseOf[code] });
  const atMs = ports.nowMs();
  const passed = recordPassed(
    { message: request, peer: acquirer.id, direction: 'in', atMs: askedAtMs },
    { message: request, peer: issuer.id, direction: 'out', atMs: askedAtMs },
    ...(told ? [{ message: told, peer: issuer.id, direction: 'in', atMs } as const] : []),
    { message: answer, peer: acquirer.id, direction: 'out', atMs },
  );
  await ports.db.commit({ inserts: [passed] });
  return answer;
}
