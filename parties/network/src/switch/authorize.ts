// An authorization request on its way: recorded before it leaves, sent to the issuer, recorded
// again before the answer goes back. No answer becomes a 91 and a reversal that the switch owns.

import { type Unit, unit } from '@kassa/database';
import {
  buildAnswer,
  buildReversalAdvice,
  incrementedIn,
  isIncrement,
  isVerification,
  type Message,
} from '@kassa/iso8583';
import { assert, err, ok, type Result } from '@kassa/result';
import { decideIncrement, fitsRequest, isApproval, type Routed, route } from './decide.ts';
import { responseOf, type SwitchRefusal } from './errors.ts';
import { recordPassed } from './journal.ts';
import type { SwitchPorts } from './ports.ts';
import {
  type AdviceReason,
  closeAuthorization,
  findAuthorization,
  growAuthorization,
  insertAdvice,
  insertAuthorization,
  type Outcome,
} from './store.ts';
import { verify } from './verify.ts';

/** The answer for the acquirer. */
export async function authorize(ports: SwitchPorts, request: Message): Promise<Message> {
  const routed = route(request, ports.directory);
  if (!routed.ok) return refuse(ports, request, routed.error);
  if (isVerification(request)) return verify(ports, request, routed.value);
  const grown = await findGrown(ports, request, routed.value);
  if (!grown.ok) return refuse(ports, request, grown.error);
  const opened = await open(ports, request, routed.value, grown.value);
  if (!opened.ok) return opened.error;
  const asked = { request, routed: routed.value, id: opened.value, grown: grown.value };
  const answer = await ports.askIssuer(routed.value.issuer.id, request);
  switch (answer.kind) {
    case 'answered':
      return fitsRequest(answer.message, request)
        ? passOn(ports, asked, answer.message)
        : giveUp(ports, asked, 'bad_answer');
    case 'not_sent':
      return decline(ports, asked);
    case 'unknown':
      return giveUp(ports, asked, 'no_answer');
  }
}

type Asked = {
  readonly request: Message;
  readonly routed: Routed;
  readonly id: string;
  /** Of an increment: the id of what it grows. */
  readonly grown: string | null;
};

/** What an incremental authorization grows; null for any other. */
async function findGrown(
  ports: SwitchPorts,
  request: Message,
  routed: Routed,
): Promise<Result<string | null, SwitchRefusal>> {
  if (!isIncrement(request)) return ok(null);
  const incremented = incrementedIn(request);
  if (!incremented) return err('format_error');
  const original = await findAuthorization(ports.db, routed.acquirer.id, incremented.rrn);
  const fingerprint = ports.cover.fingerprint(routed.pan);
  const decided = decideIncrement(routed, fingerprint, original);
  if (!decided.ok) return decided;
  return original ? ok(original.id) : err('original_unknown');
}

/** The row of the authorization, or the answer to a request that came before. */
async function open(
  ports: SwitchPorts,
  request: Message,
  routed: Routed,
  grown: string | null,
): Promise<Result<string, Message>> {
  const id = ports.makeId('swa');
  const atMs = ports.nowMs();
  const done = await ports.db.commit(
    unit(
      insertAuthorization(request, routed, {
        id,
        atMs,
        fingerprint: ports.cover.fingerprint(routed.pan),
        sealedRequest: ports.cover.sealMessage(request, id),
        status: 'sent',
        incrementOf: grown,
      }),
      {
        inserts: [
          recordPassed(
            { message: request, peer: routed.acquirer.id, direction: 'in', atMs },
            { message: request, peer: routed.issuer.id, direction: 'out', atMs },
          ),
        ],
      },
    ),
  );
  if (done.ok) return ok(id);
  const isRepeat =
    done.error.code === 'conflict' && done.error.constraint === 'switch_authorization_once';
  assert(isRepeat, `an authorization was not recorded: ${JSON.stringify(done.error)}`);
  return err(await answerAgain(ports, request, routed));
}

/** The very same request gets the very same answer; anything else under its RRN is a duplicate. */
async function answerAgain(ports: SwitchPorts, request: Message, routed: Routed): Promise<Message> {
  const known = await findAuthorization(ports.db, routed.acquirer.id, request.fields[37] ?? '');
  const isSame = known?.stan === request.fields[11] && known?.amountMinor === routed.amount.minor;
  const isAnswered = known?.status === 'approved' || known?.status === 'declined';
  if (!known || !isSame || !isAnswered) return refuse(ports, request, 'duplicate');
  return buildAnswer(request, {
    responseCode: known.responseCode ?? responseOf.malfunction,
    ...(known.authorizationCode !== null && { authorizationCode: known.authorizationCode }),
  });
}

async function passOn(ports: SwitchPorts, asked: Asked, answer: Message): Promise<Message> {
  const isApproved = isApproval(answer);
  const { grown } = asked;
  const { minor } = asked.routed.amount;
  const outcome: Outcome = {
    status: isApproved ? 'approved' : 'declined',
    responseCode: answer.fields[39] ?? '',
    authorizationCode: answer.fields[38] ?? null,
    // What an increment adds may be presented under the name of the original.
    remainingMinor: isApproved && grown === null ? minor : 0n,
    atMs: ports.nowMs(),
  };
  const growth = isApproved && grown !== null ? growAuthorization(grown, minor) : {};
  await close(ports, asked, answer, outcome, growth);
  return answer;
}

/** It certainly never left: refused, and nothing to undo. */
async function decline(ports: SwitchPorts, asked: Asked): Promise<Message> {
  const responseCode = responseOf.issuer_unavailable;
  const answer = buildAnswer(asked.request, { responseCode });
  const outcome = { responseCode, authorizationCode: null, remainingMinor: 0n };
  await close(ports, asked, answer, { ...outcome, status: 'declined', atMs: ports.nowMs() });
  return answer;
}

/** What the issuer did is unknown: refused to the acquirer, and undone at the issuer. */
async function giveUp(ports: SwitchPorts, asked: Asked, reason: AdviceReason): Promise<Message> {
  const code = reason === 'bad_answer' ? 'malfunction' : 'issuer_unavailable';
  const answer = buildAnswer(asked.request, { responseCode: responseOf[code] });
  const outcome = { authorizationCode: null, remainingMinor: 0n, atMs: ports.nowMs() };
  await close(
    ports,
    asked,
    answer,
    { ...outcome, status: 'unanswered', responseCode: responseOf[code] },
    undoing(ports, asked, reason),
  );
  ports.adviseIssuer(asked.routed.issuer.id);
  return answer;
}

/** The reversal advice that the switch will repeat until the issuer acknowledges it. */
export function undoing(
  ports: SwitchPorts,
  asked: { readonly request: Message; readonly routed: RoutedIds; readonly id: string },
  reason: AdviceReason,
): Unit {
  const id = ports.makeId('swv');
  const atMs = ports.nowMs();
  const message = buildReversalAdvice(asked.request, { stan: ports.nextStan(), atMs });
  return insertAdvice({
    id,
    authorizationId: asked.id,
    origin: 'network',
    acquirerId: asked.routed.acquirer.id,
    issuerId: asked.routed.issuer.id,
    reason,
    message,
    sealedMessage: ports.cover.sealMessage(message, id),
    atMs,
  });
}

type RoutedIds = {
  readonly acquirer: { readonly id: string };
  readonly issuer: { readonly id: string };
};

async function close(
  ports: SwitchPorts,
  asked: Asked,
  answer: Message,
  outcome: Outcome,
  more: Unit = {},
): Promise<void> {
  const { acquirer, issuer } = asked.routed;
  const { atMs } = outcome;
  const passed = recordPassed(
    ...(outcome.status === 'unanswered'
      ? []
      : [{ message: answer, peer: issuer.id, direction: 'in', atMs } as const]),
    { message: answer, peer: acquirer.id, direction: 'out', atMs },
  );
  const done = await ports.db.commit(
    unit(closeAuthorization(asked.id, outcome), { inserts: [passed] }, more),
  );
  if (done.ok) return;
  // The acquirer reversed meanwhile: that stands, and its reversal is on its way to the issuer. If
  // it was the original of an increment, the increment is gone with it, and only closed here.
  assert(done.error.code === 'guard', `an answer was not recorded: ${JSON.stringify(done)}`);
  if (done.error.guard === 'original_open') await close(ports, asked, answer, outcome);
}

/** Refused by the switch: recorded as a message, not as an authorization. */
export async function refuse(
  ports: SwitchPorts,
  request: Message,
  refusal: SwitchRefusal,
): Promise<Message> {
  const answer = buildAnswer(request, { responseCode: responseOf[refusal] });
  const peer = request.fields[32] ?? 'unknown';
  const atMs = ports.nowMs();
  const passed = recordPassed(
    { message: request, peer, direction: 'in', atMs },
    { message: answer, peer, direction: 'out', atMs },
  );
  await ports.db.commit({ inserts: [passed] });
  ports.log.info({ mti: request.mti, rrn: request.fields[37], refusal }, 'refused at the switch');
  return answer;
}
