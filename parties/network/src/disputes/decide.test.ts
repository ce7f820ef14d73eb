import type { DisputeMessage } from '@kassa/clearing-file';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { type Disputed, decideFile, type Passed } from './decide.ts';

const bam = unwrap(currencyOf('BAM'));
const arn = '07000163251300004200001';
const [issuer, acquirer] = ['70002', '70001'];

const presentment: Disputed = {
  id: 'prs_1',
  arn,
  acquirerId: acquirer,
  issuerId: issuer,
  isCredit: false,
  amountMinor: 10_000n,
  currency: 'BAM',
  eci: '07',
  businessDate: '2026-11-20',
};

const chargeback: DisputeMessage = {
  sequence: 1,
  stage: 'chargeback',
  caseId: 'dsp_1',
  amount: money(bam, 10_000),
  arn,
  rrn: '632513000042',
  acquirerId: acquirer,
  raisedAt: Date.parse('2026-11-21T10:00:00Z'),
  reason: '10.4',
  documents: [],
  text: '',
};
const representment = { ...chargeback, stage: 'representment' } as const;
const second = { ...chargeback, stage: 'second_chargeback' } as const;
const closing = { ...chargeback, stage: 'closing' } as const;
const preArbitration = { ...chargeback, stage: 'pre_arbitration' } as const;
const acceptance = { ...chargeback, stage: 'acceptance' } as const;
const declination = { ...chargeback, stage: 'declination' } as const;
const filing = { ...chargeback, stage: 'arbitration' } as const;

const passedOf = (stage: Passed['stage'], more: Partial<Passed> = {}): Passed => ({
  stage,
  caseId: 'dsp_1',
  amountMinor: 10_000n,
  reason: '10.4',
  businessDate: '2026-11-23',
  ...more,
});

type Case = {
  readonly item?: DisputeMessage;
  readonly of?: Partial<Disputed>;
  readonly from?: string;
  readonly passed?: readonly Passed[];
  readonly on?: string;
};

function decided({ item = chargeback, of = {}, from = issuer, passed = [], on }: Case): string {
  const [one] = decideFile([item], {
    senderId: from,
    nowMs: Date.parse(`${on ?? '2026-11-24'}T10:00:00Z`),
    zone: 'Europe/Sarajevo',
    presentments: new Map([[arn, { ...presentment, ...of }]]),
    passed: new Map([[arn, passed]]),
  });
  if (!one) return 'nothing';
  return one.result.ok ? 'accepted' : one.result.error;
}

const answered = [passedOf('chargeback'), passedOf('representment')];
const asked = [...answered, passedOf('pre_arbitration')];
const declined = [...asked, passedOf('declination')];

describe('a message of a dispute', () => {
  test.each<[string, Case, string]>([
    ['a chargeback of the issuer', {}, 'accepted'],
    [
      'of another purchase',
      { item: { ...chargeback, arn: '1'.repeat(23) } },
      'presentment_unknown',
    ],
    ['of a refund', { of: { isCredit: true } }, 'presentment_unknown'],
    ['of a bank that has nothing to do with it', { from: '57800' }, 'presentment_unknown'],
    ['a chargeback by the acquirer', { from: acquirer }, 'wrong_side'],
    ['a representment by the issuer', { item: representment, passed: answered }, 'wrong_side'],
    ['of nothing', { item: { ...chargeback, amount: money(bam, 0) } }, 'amount_invalid'],
    ['in another currency', { of: { currency: 'EUR' } }, 'currency_differs'],
    ['for no reason of the list', { item: { ...chargeback, reason: '99' } }, 'reason_unknown'],
    ['a second time', { passed: [passedOf('chargeback')] }, 'duplicate'],
    ['before the purchase has cleared', { of: { businessDate: null } }, 'not_cleared'],
    ['above the purchase', { of: { amountMinor: 9_999n } }, 'amount_exceeds_presentment'],
    ['for fraud, authenticated', { of: { eci: '05' } }, 'authenticated'],
    ['for fraud, authentication attempted', { of: { eci: '06' } }, 'authenticated'],
    [
      'not received, authenticated',
      { item: { ...chargeback, reason: '13.1' }, of: { eci: '05' } },
      'accepted',
    ],
    ['on the last of 120 days', { on: '2027-03-20' }, 'accepted'],
    ['a day later', { on: '2027-03-21' }, 'too_late'],
    [
      'a representment of no chargeback',
      { item: representment, from: acquirer },
      'chargeback_unknown',
    ],
    [
      'a representment before the chargeback was brought',
      {
        item: representment,
        from: acquirer,
        passed: [passedOf('chargeback', { businessDate: null })],
      },
      'chargeback_unknown',
    ],
    [
      'a representment',
      { item: representment, from: acquirer, passed: [passedOf('chargeback')] },
      'accepted',
    ],
    [
      'a representment of another case',
      { item: representment, from: acquirer, passed: [passedOf('chargeback', { caseId: 'x' })] },
      'chargeback_differs',
    ],
    [
      'a representment of another amount',
      {
        item: representment,
        from: acquirer,
        passed: [passedOf('chargeback', { amountMinor: 1n })],
      },
      'chargeback_differs',
    ],
    [
      'a representment on the last of 30 days',
      { item: representment, from: acquirer, passed: [passedOf('chargeback')], on: '2026-12-23' },
      'accepted',
    ],
    [
      'a representment a day later',
      { item: representment, from: acquirer, passed: [passedOf('chargeback')], on: '2026-12-24' },
      'too_late',
    ],
    ['a second chargeback', { item: second, passed: answered }, 'accepted'],
    [
      'a second chargeback of what was not represented',
      { item: second, passed: [passedOf('chargeback')] },
      'representment_unknown',
    ],
    ['a closing', { item: closing, passed: answered }, 'accepted'],
    [
      'a closing after a second chargeback',
      { item: closing, passed: [...answered, passedOf('second_chargeback')] },
      'answered_before',
    ],
    ['a pre-arbitration', { item: preArbitration, passed: answered }, 'accepted'],
    [
      'a pre-arbitration of what was not represented',
      { item: preArbitration, passed: [passedOf('chargeback')] },
      'representment_unknown',
    ],
    [
      'a pre-arbitration by the acquirer',
      { item: preArbitration, from: acquirer, passed: answered },
      'wrong_side',
    ],
    [
      'a pre-arbitration on the last of 30 days',
      { item: preArbitration, passed: answered, on: '2026-12-23' },
      'accepted',
    ],
    [
      'a pre-arbitration a day later',
      { item: preArbitration, passed: answered, on: '2026-12-24' },
      'too_late',
    ],
    ['a second pre-arbitration', { item: preArbitration, passed: asked }, 'duplicate'],
    [
      'a second chargeback after a pre-arbitration',
      { item: second, passed: asked },
      'answered_before',
    ],
    ['a closing of what is asked', { item: closing, passed: asked }, 'answered_before'],
    ['an acceptance', { item: acceptance, from: acquirer, passed: asked }, 'accepted'],
    ['an acceptance by the issuer', { item: acceptance, passed: asked }, 'wrong_side'],
    [
      'an acceptance of nothing',
      { item: acceptance, from: acquirer, passed: answered },
      'pre_arbitration_unknown',
    ],
    [
      'an acceptance late, but before the network took it for given',
      { item: acceptance, from: acquirer, passed: asked, on: '2026-12-24' },
      'accepted',
    ],
    ['a declination', { item: declination, from: acquirer, passed: asked }, 'accepted'],
    [
      'a declination a day too late',
      { item: declination, from: acquirer, passed: asked, on: '2026-12-24' },
      'too_late',
    ],
    ['a filing', { item: filing, passed: declined }, 'accepted'],
    ['a filing of what was not declined', { item: filing, passed: asked }, 'declination_unknown'],
    [
      'a filing late: the ruling says so',
      { item: filing, passed: declined, on: '2026-12-10' },
      'accepted',
    ],
    [
      'a filing in a currency without a fee',
      {
        item: { ...filing, amount: money(unwrap(currencyOf('RSD')), 10_000) },
        of: { currency: 'RSD' },
        passed: declined,
      },
      'no_fee_in_currency',
    ],
    ['giving up after the declination', { item: closing, passed: declined }, 'accepted'],
    [
      'giving up a case that is filed',
      { item: closing, passed: [...declined, passedOf('arbitration')] },
      'answered_before',
    ],
    [
      'a ruling by a bank',
      { item: { ...filing, stage: 'ruling', favours: 'issuer' }, passed: declined },
      'wrong_side',
    ],
  ])('%s: %s', (_, one, outcome) => {
    expect(decided(one)).toBe(outcome);
  });

  test('is decided after those before it in the file', () => {
    const results = decideFile([chargeback, chargeback], {
      senderId: issuer,
      nowMs: Date.parse('2026-11-24T10:00:00Z'),
      zone: 'Europe/Sarajevo',
      presentments: new Map([[arn, presentment]]),
      passed: new Map(),
    });
    expect(results.map(({ result }) => result.ok)).toEqual([true, false]);
  });
});
