// The gateway advises a capture or a refund (0220): checked against the authorization, written down
// once, booked, and answered. It reaches the network with the batch of the cut-off.

import { unit } from '@kassa/database';
import {
  additionalDataTags,
  buildAnswer,
  type ClearingSequence,
  decodeAdditionalData,
  decodeClearingSequence,
  decodeOriginalData,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { Pan } from '@kassa/secret';
import type { Authorization } from '../authorizations/authorization.ts';
import { readAmount, readNames } from '../authorizations/request.ts';
import { findAuthorization } from '../authorizations/store.ts';
import {
  bookId,
  captureEntries,
  openBankAccounts,
  openMerchantAccount,
  refundEntries,
} from '../book/chart.ts';
import { type Contract, expectedValueDate } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { decideCapture, decideRefund, refusalCodes, type Terms } from './decide.ts';
import { findItem, recordItem } from './store.ts';

/** Rivals for one authorization are few; after so many the gateway is asked to come again. */
const attemptsMax = 10;

type Advice = ReturnType<typeof readNames> & {
  readonly kind: 'capture' | 'refund';
  readonly originalRrn: string;
  readonly pan: Pan;
  readonly amount: Money;
  readonly authorizationCode: string | undefined;
  /** Field 43. */
  readonly acceptor: string | undefined;
  readonly clearing: ClearingSequence | undefined;
};

export async function takeAdvice(ports: Ports, message: Message): Promise<Message> {
  const responseCode = await take(ports, message);
  return buildAnswer(message, { responseCode });
}

async function take(ports: Ports, message: Message): Promise<ResponseCode> {
  const read = readAdvice(message);
  if (!read.ok) return read.error;
  const advice = read.value;
  const contract = ports.contracts.byMid(advice.mid);
  if (!contract) return '12';
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const known = await findItem(ports.db, advice);
    if (known) return isSame(known.amount, advice.amount) ? '00' : '12';
    const code = await tryOnce(ports, advice, contract);
    if (code !== undefined) return code;
  }
  ports.log.warn({ mid: advice.mid, rrn: advice.rrn }, 'an advice found no rest');
  return '96';
}

/** Undefined: a rival was faster, it is to be decided anew. */
async function tryOnce(
  ports: Ports,
  advice: Advice,
  contract: Contract,
): Promise<ResponseCode | undefined> {
  const original = await findAuthorization(ports.db, { mid: advice.mid, rrn: advice.originalRrn });
  const nowMs = ports.clock.nowMs();
  const facts = { ...advice, cardFingerprint: ports.cards.fingerprint(advice.pan), nowMs };
  const decided =
    advice.kind === 'capture'
      ? decideCapture(facts, original, contract)
      : decideRefund(facts, original, contract);
  if (!decided.ok) {
    const { mid, rrn, kind } = advice;
    ports.log.warn({ mid, rrn, kind, refusal: decided.error }, 'an advice is refused');
    return refusalCodes[decided.error];
  }
  if (!original) return '25';
  return record(ports, { advice, original, contract, terms: decided.value, nowMs });
}

type Decided = {
  readonly advice: Advice;
  readonly original: Authorization;
  readonly contract: Contract;
  readonly terms: Terms;
  readonly nowMs: number;
};

async function record(ports: Ports, decided: Decided): Promise<ResponseCode | undefined> {
  const { advice, original, contract, terms, nowMs } = decided;
  const { mid, kind, amount, rrn } = advice;
  const id = ports.makeId('itm');
  const entries =
    kind === 'capture' ? captureEntries(mid, amount, terms.fee) : refundEntries(mid, amount);
  const done = await ports.db.commit(
    unit(
      recordItem({
        ...advice,
        ...terms,
        id,
        expectedOn: expectedValueDate(contract, nowMs),
        part: advice.clearing?.number ?? 1,
        parts: advice.clearing ? advice.clearing.count : 1,
        capturedBefore: original.capturedMinor,
        authorizationCode: original.authorizationCode ?? '',
        eci: original.eci,
        cardMasked: original.cardMasked,
        acceptor: contract.sellsForOthers ? (advice.acceptor ?? null) : null,
        sealedCard: ports.cards.seal(advice.pan.reveal(), itemContext(id)),
        capturedAtMs: nowMs,
      }),
      openBankAccounts(amount.currency),
      openMerchantAccount(mid, amount.currency, `Owed to ${contract.name}`),
      post([
        {
          accountId: bookId,
          id: ports.makeId('ltx'),
          at: nowMs,
          kind: 'posted',
          description: kind === 'capture' ? 'Capture' : 'Refund',
          reference: rrn,
          entries,
        },
      ]),
    ),
  );
  if (done.ok) return '00';
  const isNumberTaken =
    done.error.code === 'conflict' && done.error.constraint === 'item_one_capture';
  if (isNumberTaken && !(await findItem(ports.db, advice))) return '12';
  // A rival: the same advice on another connection, or one that took what was left.
  return undefined;
}

export function itemContext(id: string): string {
  return `item ${id}`;
}

function isSame(one: Money, other: Money): boolean {
  return one.minor === other.minor && one.currency === other.currency;
}

function readAdvice(message: Message): Result<Advice, ResponseCode> {
  const { fields } = message;
  const names = readNames(message);
  const pan = Pan.parse(fields[2] ?? '');
  if (!pan.ok) return err('14');
  const amount = readAmount(message);
  if (!amount.ok) return amount;
  const common = {
    ...names,
    pan: pan.value,
    amount: amount.value,
    authorizationCode: fields[38],
    acceptor: fields[43],
  };
  const data = decodeAdditionalData(fields[48] ?? '');
  if (!data.ok) return err('30');
  if (fields[3] === '000000') {
    if (fields[90] !== undefined && !decodeOriginalData(fields[90])) return err('30');
    const sequence = data.value[additionalDataTags.clearingSequence];
    const clearing = sequence === undefined ? undefined : decodeClearingSequence(sequence);
    if (sequence !== undefined && !clearing) return err('30');
    return ok({ ...common, kind: 'capture', originalRrn: names.rrn, clearing });
  }
  if (fields[3] !== '200000') return err('12');
  const originalRrn = data.value[additionalDataTags.originalRrn];
  if (originalRrn === undefined) return err('30');
  return ok({ ...common, kind: 'refund', originalRrn, clearing: undefined });
}
