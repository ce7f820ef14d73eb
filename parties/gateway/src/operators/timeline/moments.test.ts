import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { expect, test } from 'vitest';
import type { StoredWireMessage } from '../../wire-log/store.ts';
import { momentsOf } from './moments.ts';
import type { ShownAdvice, StoredMove, Story } from './story.ts';

const atMs = Date.UTC(2027, 2, 1, 9);
const amount = money(unwrap(currencyOf('EUR')), 4_000n);

const move = (type: StoredMove['type'], seq: number): StoredMove => ({
  seq,
  type,
  to: 'processing',
  atMs,
  data: {},
});

function message(type: string, direction: StoredWireMessage['direction']): StoredWireMessage {
  const protocol = /^\d/.test(type) ? 'iso8583' : '3ds';
  const nothing = { responseCode: null, latencyMs: null, failure: null, isLate: false, fields: {} };
  const names = { stan: null, rrn: null, peer: 'zelena' };
  return { id: `${type}-${direction}`, atMs, direction, protocol, type, ...names, ...nothing };
}

const advice: ShownAdvice = {
  id: 'adv_1',
  kind: 'capture',
  state: 'acknowledged',
  amount,
  stan: '000002',
  rrn: '706009000001',
  tries: 1,
  responseCode: '00',
  createdAtMs: atMs,
  closedAtMs: atMs,
  manualAtMs: null,
  decided: null,
};

function titlesOf(lists: Pick<Story, 'moves' | 'wire' | 'advices'>): string[] {
  const headline = { amount } as Story['headline'];
  const empty = { attempts: [], book: [], settled: [], told: [], tries: [], asked: [] };
  const story: Story = { headline, ...empty, disputes: [], cut: [], ...lists };
  return momentsOf(story).map(({ title }) => title);
}

test('what happened in one millisecond is told in the order in which it came about', () => {
  const answersFirst = (['0230', '0220', '0110', '0100'] as const).map((type) =>
    message(type, type[2] === '1' || type[2] === '3' ? 'in' : 'out'),
  );
  expect(
    titlesOf({
      moves: [move('created', 1), move('attempt_opened', 2), move('approved', 3)],
      wire: [message('ARes', 'in'), message('AReq', 'out'), ...answersFirst],
      advices: [advice],
    }),
  ).toEqual([
    'Payment created',
    'Attempt opened',
    'AReq authentication request',
    expect.stringMatching(/^ARes/),
    '0100 authorization request',
    '0110 authorization answer',
    'Approved',
    'Stored: capture advice, to be told until it is acknowledged',
    '0220 financial advice',
    '0230 financial advice answer',
    'Acknowledged: capture advice',
  ]);
});

test('what is asked again is asked because there was no answer', () => {
  expect(
    titlesOf({
      moves: [move('outcome_unknown', 1)],
      wire: [message('0600', 'out'), message('0100', 'none')],
      advices: [],
    }),
  ).toEqual([
    'No answer to 0100 authorization request',
    '0600 administrative request',
    'Outcome unknown',
  ]);
});
