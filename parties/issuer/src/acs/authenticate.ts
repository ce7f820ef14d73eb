// The answer to an AReq: authenticated from the facts, challenge, or not possible. The same request
// again gets the same answer.

import { randomUUID } from 'node:crypto';
import type { Row } from '@kassa/database';
import { currencyFromNumeric, exponentOf, type Money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { type AReq, type ARes, buildARes, type Erro, erro } from '@kassa/three-ds';
import { panHashOf } from '../cards/pan-register.ts';
import { bill } from '../conversion/convert.ts';
import { assess } from './assess.ts';
import type { Acs, Authentication } from './authentication.ts';
import { cavvHash, makeCavv } from './cavv.ts';
import { type CardFacts, findByDirectoryServer, loadCardFacts } from './store.ts';

/** Wrong codes before the authentication fails, and codes sent in all. */
export const triesMax = 3;
export const sendsMax = 3;

export async function authenticate(acs: Acs, request: AReq): Promise<Result<ARes, Erro>> {
  const { bank } = acs;
  const { dsTransID = '' } = request;
  const amount = amountOf(request);
  if (!amount.ok) return amount;
  const pan = Pan.parse(request.acctNumber);
  const panHash = pan.ok ? panHashOf(bank.keys, pan.value) : '';
  const { acquirerMerchantID: mid = '' } = request;
  const ask = { panHash, currency: amount.value.currency, mid };
  const facts = await loadCardFacts(bank.db, ask);
  const assessment = assess({
    policy: facts?.card.authentication,
    isRequestorInitiated: request.deviceChannel === '03',
    isChallengeMandated: request.threeDSRequestorChallengeInd === '04',
    isToBeKept: request.messageCategory === '02',
    billedMinor: billedMinor(facts, amount.value),
    usualMinor: facts?.usualMinor ?? [],
    floorMinor: acs.challengeAboveMinor,
    hasPhone: facts?.hasPhone ?? false,
    wasAuthenticatedBefore: facts?.wasAuthenticatedBefore ?? false,
  });
  const { decision, why } = assessment;
  const acsTransId = randomUUID();
  const parts = { acsTransId, panHash, amountMinor: amount.value.minor, currency: ask.currency };
  const transStatus = decision.transStatus === 'C' ? null : decision.transStatus;
  const assessed: Assessed = {
    ...{ acsTransId, dsTransId: dsTransID, threeDSServerTransId: request.threeDSServerTransID },
    ...{ version: request.messageVersion, deviceChannel: request.deviceChannel },
    ...{ messageCategory: request.messageCategory, panHash, amount: amount.value },
    state: transStatus === null ? 'challenge_due' : 'answered',
    transStatus,
    transStatusReason: decision.transStatus === 'U' ? decision.reason : null,
  };
  const row = {
    acs_trans_id: acsTransId,
    ds_trans_id: dsTransID,
    three_ds_server_trans_id: request.threeDSServerTransID,
    version: request.messageVersion,
    device_channel: request.deviceChannel,
    message_category: request.messageCategory,
    card_id: facts?.card.cardId ?? null,
    pan_hash: panHash,
    mid,
    merchant_name: request.merchantName ?? '',
    amount_minor: amount.value.minor,
    currency: ask.currency,
    notification_url: request.notificationURL ?? null,
    language: request.browserLanguage ?? '',
    requested_at_ms: bank.clock.nowMs(),
    state: assessed.state,
    trans_status: transStatus,
    trans_status_reason: assessed.transStatusReason,
    reasons: { why },
    cavv_hash:
      decision.transStatus === 'Y' ? cavvHash(bank.keys.acs, makeCavv(bank.keys.acs, parts)) : null,
    tries_left: triesMax,
    sends_left: sendsMax,
  };
  let stored = await store(acs, row);
  const isTooOften = stored === 'too_often';
  if (isTooOften) stored = await store(acs, { ...row, ...refusedAsTooOften.row });
  bank.log.info({ acsTransId, transStatus, why, isTooOften, stored }, 'authentication assessed');
  if (stored === 'stored') {
    return ok(answerOf(acs, { ...assessed, ...(isTooOften && refusedAsTooOften.answer) }, request));
  }
  // Of several requests with one id, the row of the quickest is the answer to all.
  const known = await findByDirectoryServer(bank.db, dsTransID);
  if (known) return ok(answerOf(acs, known, request));
  return err(erro('403', 'not stored', { component: 'A', received: request }));
}

/** What an ARes is made of. */
type Assessed = Pick<
  Authentication,
  | 'acsTransId'
  | 'dsTransId'
  | 'threeDSServerTransId'
  | 'version'
  | 'deviceChannel'
  | 'messageCategory'
  | 'panHash'
  | 'amount'
  | 'state'
  | 'transStatus'
  | 'transStatusReason'
>;

const hourMs = 3_600_000;

/** Every challenge is a message to somebody's phone. */
const refusedAsTooOften = {
  // Exceeds authentication frequency limit.
  answer: { state: 'answered', transStatus: 'N', transStatusReason: '04' },
  row: {
    state: 'answered',
    trans_status: 'N',
    trans_status_reason: '04',
    reasons: { why: 'too many challenges of this card within an hour' },
  },
} as const;

/** Too often: a challenge more than the card may have within an hour. Nothing is stored then. */
async function store(acs: Acs, row: Row): Promise<'stored' | 'known' | 'too_often'> {
  const isChallenge = row['state'] === 'challenge_due';
  const limit = {
    cardId: row['card_id'],
    afterMs: acs.bank.clock.nowMs() - hourMs,
    max: acs.challengesPerHour,
  };
  const done = await acs.bank.db.commit({
    inserts: [{ table: 'authentication', rows: [row] }],
    calls: isChallenge ? [{ fn: 'challenge_counted', arg: [limit] }] : [],
  });
  if (done.ok) return 'stored';
  const { error } = done;
  if (error.code === 'conflict' && error.constraint === 'authentication_ds_unique') return 'known';
  assert(isChallenge, `an authentication is refused: ${error.code}`);
  return 'too_often';
}

function amountOf(request: AReq): Result<Money, Erro> {
  const { purchaseAmount = '0', purchaseCurrency = '', purchaseExponent } = request;
  const wrong = (detail: string) => err(erro('304', detail, { component: 'A', received: request }));
  const currency = currencyFromNumeric(purchaseCurrency);
  if (!currency.ok) return wrong('purchaseCurrency');
  if (Number(purchaseExponent) !== exponentOf(currency.value)) return wrong('purchaseExponent');
  // 48 digits are allowed, and no such amount exists.
  if (purchaseAmount.length > 15) return wrong('purchaseAmount');
  return ok({ currency: currency.value, minor: BigInt(purchaseAmount) });
}

function billedMinor(facts: CardFacts | undefined, amount: Money): bigint | undefined {
  return facts && bill(amount, facts.card.currency, facts.rate)?.total.minor;
}

function answerOf(acs: Acs, stored: Assessed, request: AReq): ARes {
  const common = {
    messageVersion: stored.version,
    threeDSServerTransID: stored.threeDSServerTransId,
    acsTransID: stored.acsTransId,
    dsTransID: stored.dsTransId,
    acsReferenceNumber: acs.referenceNumber,
    dsReferenceNumber: request.dsReferenceNumber ?? '',
  };
  const setting = { channel: stored.deviceChannel, category: stored.messageCategory };
  if (stored.state !== 'answered') {
    return buildARes(
      {
        ...common,
        transStatus: 'C',
        acsURL: acs.challengeUrl(),
        acsChallengeMandated: 'N',
        authenticationType: '02',
      },
      setting,
    );
  }
  if (stored.transStatus === 'Y') {
    return buildARes({ ...common, transStatus: 'Y', ...proofOf(acs, stored) }, setting);
  }
  const transStatusReason = stored.transStatusReason ?? undefined;
  const transStatus = stored.transStatus === 'N' ? 'N' : 'U';
  return buildARes({ ...common, transStatus, transStatusReason }, setting);
}

/** ECI 05 and the CAVV; made again from its parts rather than kept. */
export function proofOf(
  acs: Acs,
  { acsTransId, panHash, amount }: Pick<Authentication, 'acsTransId' | 'panHash' | 'amount'>,
) {
  const parts = { acsTransId, panHash, amountMinor: amount.minor, currency: amount.currency };
  return { eci: '05', authenticationValue: makeCavv(acs.bank.keys.acs, parts) };
}
