import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { idFrom } from '../ids.ts';
import type { Dispute } from './dispute.ts';
import { nextOf } from './follow.ts';
import { readDisputes } from './from-acquirer.ts';

const dispute: Dispute = {
  accountId: idFrom('acct', 'acct_1'),
  id: idFrom('dp', 'dp_01JD0000000000000000000000'),
  ...{ chargeId: 'ch_1', intentId: 'pi_1', provider: 'zelena', merchantId: 'M', reference: 'd' },
  amount: money(unwrap(currencyOf('BAM')), 10_000),
  feeMinor: 3_000n,
  ...{ reason: 'fraudulent', networkReasonCode: '10.4', brand: 'visa', stage: 'chargeback' },
  ...{ status: 'under_review', isAccepted: false, evidence: {}, metadata: {}, dueByMs: 10 },
  ...{
    submissions: 1,
    moves: 1,
    arbitrationFeeMinor: 0n,
    life: [],
    createdAtMs: 1,
    endedAtMs: null,
  },
};

const rounds: Readonly<Record<string, readonly [string, number]>> = {
  taken: ['chargeback', 1],
  back: ['chargeback_reversal', 1],
  again: ['chargeback', 2],
  'back again': ['chargeback_reversal', 2],
  fee: ['arbitration_fee', 1],
};

function told(state: string, moves: readonly string[], steps: readonly string[]) {
  const [one] = readDisputes({
    hasMore: false,
    disputes: [
      {
        ...{ id: 'd', rrn: '1', currency: 'BAM', amountMinor: '10000', feeMinor: '3000' },
        ...{ reason: '10.4', state, openedAtMs: 1, dueAtMs: 10, changedAtMs: 1 },
        moves: moves.map((name) => {
          const [kind, round] = rounds[name] ?? [];
          return { kind, round, amountMinor: name.startsWith('back') ? '1' : '-1', feeMinor: '0' };
        }),
        steps: steps.map((kind) => ({
          ...{ kind, by: 'issuer', atMs: 1, text: '', documents: [], networkFeeMinor: null },
          dueAtMs: kind === 'pre_arbitration' ? 99 : null,
        })),
      },
    ],
  }).disputes;
  if (one === undefined) throw new Error('one was told of');
  return one;
}

/** All that follows, as `status stage: events` for each step. */
function followed(before: Dispute, of: ReturnType<typeof told>): string[] {
  const lines: string[] = [];
  let now = before;
  for (let count = 0; count < 20; count += 1) {
    const next = nextOf(now, of, 5);
    if (next === undefined) return lines;
    now = { ...now, ...next.set };
    const events = next.events.map((type) => type.slice('charge.dispute.'.length));
    if (events.length > 0) lines.push(`${now.status} ${now.stage}: ${events.join(' ')}`);
  }
  throw new Error('it finds no rest');
}

const first = ['charged_back', 'answered', 'represented'];
const asked = [...first, 'pre_arbitration'];
const filed = [...asked, 'contested', 'declined', 'filed'];
const reinstated = 'under_review chargeback: funds_reinstated';
const before = 'under_review arbitration: updated';
const withdrawn = 'needs_response pre_arbitration: updated funds_withdrawn';

describe('what the acquirer tells', () => {
  test.each<[string, ReturnType<typeof told>, string[]]>([
    ['nothing new', told('answered', ['taken'], ['charged_back', 'answered']), []],
    ['the representment', told('represented', ['taken', 'back'], first), [reinstated]],
    [
      'that it stands',
      told('won', ['taken', 'back'], [...first, 'closed']),
      [reinstated, 'won chargeback: closed'],
    ],
    [
      'a second chargeback',
      told('lost', ['taken', 'back', 'again'], [...first, 'charged_back_again']),
      [reinstated, 'lost chargeback: closed funds_withdrawn'],
    ],
    [
      'pre-arbitration',
      told('pre_arbitration', ['taken', 'back', 'again'], asked),
      [reinstated, withdrawn],
    ],
    [
      'silence',
      told('lost', ['taken', 'back', 'again'], [...asked, 'conceded']),
      [reinstated, withdrawn, 'lost pre_arbitration: closed'],
    ],
    [
      'a ruling that is won',
      told('won', ['taken', 'back', 'again', 'back again'], [...filed, 'ruled']),
      [reinstated, withdrawn, before, 'won arbitration: closed funds_reinstated'],
    ],
    [
      'a ruling that is lost',
      told('lost', ['taken', 'back', 'again', 'fee'], [...filed, 'ruled']),
      [reinstated, withdrawn, before, 'lost arbitration: closed funds_withdrawn'],
    ],
    [
      'a ruling whose fee the acquirer bears',
      told('lost', ['taken', 'back', 'again'], [...filed, 'ruled']),
      [reinstated, withdrawn, before, 'lost arbitration: closed'],
    ],
    [
      'only that it is won, by one that tells no steps',
      told('won', [], []),
      ['won chargeback: closed funds_reinstated'],
    ],
    ['only that it is lost', told('lost', [], []), ['lost chargeback: closed']],
  ])('%s', (_, of, expected) => {
    expect(followed(dispute, of)).toEqual(expected);
  });

  test('is taken from where we are, and moves no ended dispute', () => {
    const of = told('won', ['taken', 'back', 'again', 'back again'], [...filed, 'ruled']);
    const waiting: Dispute = { ...dispute, stage: 'arbitration', moves: 3 };
    expect(followed(waiting, of)).toEqual(['won arbitration: closed funds_reinstated']);
    const given: Dispute = { ...dispute, status: 'lost', isAccepted: true, moves: 3 };
    const end = told('lost', ['taken', 'back', 'again'], [...asked, 'accepted', 'conceded']);
    expect(followed(given, end)).toEqual([]);
  });
});
