// Reversals that acquirers send. A request (0400) is asked of the issuer while it can be reached;
// an advice (0420, 0421), and whatever the issuer did not answer, the switch takes over: it
// acknowledges and repeats the advice itself until the issuer does.

import { type Unit, unit } from '@kassa/database';
import { buildAnswer, type Message } from '@kassa/iso8583';
import { assert, err, ok, type Result } from '@kassa/result';
import { refuse } from './authorize.ts';
import { decideReversal, type Reversal, type Routed, route } from './decide.ts';
import type { SwitchRefusal } from './errors.ts';
import { recordPassed } from './journal.ts';
import type { SwitchPorts } from './ports.ts';
import {
  type AuthorizationRow,
  findAuthorization,
  growAuthorization,
  insertAdvice,
  insertAuthorization,
  loadAuthorization,
  reverseAuthorization,
} from './store.ts';

/** The answer for the acquirer. */
export async function reverse(ports: SwitchPorts, message: Message): Promise<Message> {
  const routed = route(message, ports.directory);
  if (!routed.ok) return refuseReversal(ports, message, routed.error);
  const isRequest = message.mti === '0400' || message.mti === '0401';
  if (!isRequest) return takeOver(ports, message, routed.value);
  const decided = await decideFor(ports, message, routed.value);
  if (!decided.ok) return refuse(ports, message, decided.error);
  const answer = await ports.askIssuer(routed.value.issuer.id, message);
  if (answer.kind !== 'answered') return takeOver(ports, message, routed.value);
  await record(ports, message, answer.message, routed.value);
  return answer.message;
}

/** A card nobody issued has nothing to undo: the advice is acknowledged and ends here. */
function refuseReversal(
  ports: SwitchPorts,
  message: Message,
  refusal: SwitchRefusal,
): Promise<Message> | Message {
  const isAdvice = message.mti === '0420' || message.mti === '0421';
  if (isAdvice && refusal === 'card_unknown') return buildAnswer(message, { responseCode: '00' });
  return refuse(ports, message, refusal);
}

async function takeOver(ports: SwitchPorts, message: Message, routed: Routed): Promise<Message> {
  const advice = { mti: '0420', fields: message.fields } as const;
  const id = ports.makeId('swv');
  const atMs = ports.nowMs();
  const answer = buildAnswer(message, { responseCode: '00' });
  const done = await commitReversal(ports, message, routed, (facts) =>
    unit(
      insertAdvice({
        id,
        authorizationId: facts?.id ?? null,
        origin: 'acquirer',
        acquirerId: routed.acquirer.id,
        issuerId: routed.issuer.id,
        reason: 'acquirer',
        message: advice,
        sealedMessage: ports.cover.sealMessage(advice, id),
        atMs,
      }),
      {
        inserts: [
          recordPassed(
            { message, peer: routed.acquirer.id, direction: 'in', atMs },
            { message: answer, peer: routed.acquirer.id, direction: 'out', atMs },
          ),
        ],
      },
    ),
  );
  if (!done.ok && done.error === 'presented_already') return refuse(ports, message, done.error);
  ports.adviseIssuer(routed.issuer.id);
  return answer;
}

/** The issuer answered the request itself; a `00` of it is what releases the amount. */
async function record(
  ports: SwitchPorts,
  message: Message,
  answer: Message,
  routed: Routed,
): Promise<void> {
  const { acquirer, issuer } = routed;
  const atMs = ports.nowMs();
  const passed = recordPassed(
    { message, peer: acquirer.id, direction: 'in', atMs },
    { message, peer: issuer.id, direction: 'out', atMs },
    { message: answer, peer: issuer.id, direction: 'in', atMs },
    { message: answer, peer: acquirer.id, direction: 'out', atMs },
  );
  if (answer.fields[39] === '00') {
    await commitReversal(ports, message, routed, () => ({ inserts: [passed] }));
  } else {
    await ports.db.commit({ inserts: [passed] });
  }
}

/** Loads, decides and commits, again when another change of the authorization came between. */
async function commitReversal(
  ports: SwitchPorts,
  message: Message,
  routed: Routed,
  more: (facts: AuthorizationRow | undefined) => Unit,
): Promise<Result<void, SwitchRefusal>> {
  for (let attempt = 1; ; attempt++) {
    const decided = await decideFor(ports, message, routed);
    if (!decided.ok) return decided;
    const change = changeOf(ports, message, routed, decided.value);
    const done = await ports.db.commit(unit(change, more(decided.value.facts)));
    if (done.ok) return ok(undefined);
    // The same advice once more: it is ours already, and is acknowledged again.
    if (done.error.code === 'conflict' && done.error.constraint === 'switch_advice_once') {
      return ok(undefined);
    }
    assert(attempt < 10, `a reversal was not recorded: ${JSON.stringify(done.error)}`);
  }
}

type Decided = {
  readonly reversal: Reversal;
  readonly facts: AuthorizationRow | undefined;
  /** What an approved increment has grown, if that still stands. */
  readonly grown: AuthorizationRow | undefined;
};

async function decideFor(
  ports: SwitchPorts,
  message: Message,
  routed: Routed,
): Promise<Result<Decided, SwitchRefusal>> {
  const facts = await findAuthorization(ports.db, routed.acquirer.id, rrnOf(message));
  const decided = decideReversal(message, facts);
  if (!decided.ok) return decided;
  const isGrowth = facts?.status === 'approved' && facts.incrementOf !== null;
  const original = isGrowth ? await loadAuthorization(ports.db, facts.incrementOf) : undefined;
  const grown = original?.status === 'approved' ? original : undefined;
  if (facts && grown && grown.presentedMinor > grown.remainingMinor - facts.amountMinor) {
    return err('presented_already');
  }
  return ok({ reversal: decided.value, facts, grown });
}

function changeOf(
  ports: SwitchPorts,
  message: Message,
  routed: Routed,
  { facts, reversal, grown }: Decided,
): Unit {
  if (facts) {
    const lowered = grown ? growAuthorization(grown.id, -facts.amountMinor) : {};
    return unit(reverseAuthorization(facts, reversal), lowered);
  }
  // The original never came. Should it come later, it finds its RRN taken.
  return insertAuthorization(message, routed, {
    id: ports.makeId('swa'),
    atMs: ports.nowMs(),
    fingerprint: ports.cover.fingerprint(routed.pan),
    sealedRequest: null,
    status: 'reversed',
    incrementOf: null,
  });
}

function rrnOf(message: Message): string {
  return message.fields[37] ?? '';
}
