// The gateway advises a capture or a refund (0220): checked against the authorization, written down
// once, booked, and answered. It reaches the network with the batch of the cut-off.

import { unit } from '@kassa/database';
import {
  additionalDataTags,
  buildAnswer,
  decodeAdditionalData,
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
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { decideCapture, decideRefund, refusalCodes } from './decide.ts';
import type { ItemKind } from './item.ts';
import { findItem, recordItem } from './store.ts';

type Advice = ReturnType<typeof readNames> & {
  readonly kind: ItemKind;
  readonly originalRrn: string;
  readonly pan: Pan;
  readonly amount: Money;
  readonly authorizationCode: string | undefined;
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
  const known = await findItem(ports.db, advice);
  if (known) return isSame(known.amount, advice.amount) ? '00' : '12';
  const original = await findAuthorization(ports.db, { mid: advice.mid, rrn: advice.originalRrn });
  const nowMs = ports.clock.nowMs();
  const facts = { ...advice, cardFingerprint: ports.cards.fingerprint(advice.pan), nowMs };
  const decided =
    advice.kind === 'capture'
      ? decideCapture(facts, original, contract)
      : decideRefund(facts, original);
  if (!decided.ok) {
    const { mid, rrn, kind } = advice;
    ports.log.warn({ mid, rrn, kind, refusal: decided.error }, 'an advice is refused');
    return refusalCodes[decided.error];
  }
  if (!original) return '25';
  return record(ports, { advice, original, contract, fee: decided.value.fee, nowMs });
}

type Decided = {
  readonly advice: Advice;
  readonly original: Authorization;
  readonly contract: Contract;
  readonly fee: Money;
  readonly nowMs: number;
};

async function record(ports: Ports, decided: Decided): Promise<ResponseCode> {
  const { advice, original, contract, fee, nowMs } = decided;
  const { mid, kind, amount, rrn } = advice;
  const id = ports.makeId('itm');
  const entries =
    kind === 'capture' ? captureEntries(mid, amount, fee) : refundEntries(mid, amount);
  const done = await ports.db.commit(
    unit(
      recordItem({
        ...advice,
        id,
        fee,
        authorizationCode: original.authorizationCode ?? '',
        eci: original.eci,
        cardMasked: original.cardMasked,
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
  // A rival was faster: the same advice on another connection, or one that took what was left.
  const known = await findItem(ports.db, advice);
  if (known) return isSame(known.amount, amount) ? '00' : '12';
  ports.log.warn({ mid, rrn, kind, refused: done.error }, 'an advice is refused');
  return kind === 'capture' ? '12' : '13';
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
  };
  if (fields[3] === '000000') {
    if (fields[90] !== undefined && !decodeOriginalData(fields[90])) return err('30');
    return ok({ ...common, kind: 'capture', originalRrn: names.rrn });
  }
  if (fields[3] !== '200000') return err('12');
  const data = decodeAdditionalData(fields[48] ?? '');
  const originalRrn = data.ok ? data.value[additionalDataTags.originalRrn] : undefined;
  if (originalRrn === undefined) return err('30');
  return ok({ ...common, kind: 'refund', originalRrn });
}
