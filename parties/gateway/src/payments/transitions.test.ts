import { column, testDatabase } from '@kassa/database';
import { expect, test } from 'vitest';
import { migrations } from '../migrations.ts';
import { refundMoves } from './refund.ts';
import { attemptMoves, incrementMoves, intentMoves, rowsOf } from './transitions.ts';

test('the database knows the very moves of the table, and no others', async () => {
  await using test = await testDatabase(migrations);
  const rows = await test.db.query(
    { text: 'select from_status, event, to_status from payment_move' },
    (row) =>
      ['from_status', 'event', 'to_status'].map((name) => column.text(row, name)).join(' > '),
  );
  const table = rowsOf(intentMoves).map(({ from, event, to }) => `${from} > ${event} > ${to}`);
  expect(rows.sort()).toEqual(['none > created > requires_payment_method', ...table].sort());
});

test('its checks list the same words', async () => {
  await using test = await testDatabase(migrations);
  const checks = await test.db.query(
    {
      text: `select conname, pg_get_constraintdef(oid) as text from pg_constraint
        where conname in ('payment_intent_status', 'payment_attempt_state', 'refund_status',
          'payment_increment_state')`,
    },
    (row) => [column.text(row, 'conname'), column.text(row, 'text')] as const,
  );
  const words = (text = '') => [...text.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort();
  const listed = new Map(checks.map(([name, text]) => [name, words(text)]));
  expect(listed.get('payment_intent_status')).toEqual(Object.keys(intentMoves).sort());
  expect(listed.get('payment_attempt_state')).toEqual(Object.keys(attemptMoves).sort());
  expect(listed.get('payment_increment_state')).toEqual(Object.keys(incrementMoves).sort());
  expect(listed.get('refund_status')).toEqual(Object.keys(refundMoves).sort());
});

test('an event that is not in the table, or is changed afterwards, is refused by the database', async () => {
  await using test = await testDatabase(migrations);
  const event = (from: string, type: string, to: string) => ({
    inserts: [
      {
        table: 'payment_event',
        rows: [
          {
            account_id: 'acct_diva',
            intent_id: 'pi_1',
            seq: 1,
            type,
            from_status: from,
            to_status: to,
            at: 1,
            data: {},
          },
        ],
      },
    ],
  });
  expect(await test.db.commit(event('succeeded', 'approved', 'succeeded'))).toEqual({
    ok: false,
    error: { code: 'conflict', constraint: 'payment_event_move' },
  });
  expect(await test.db.commit(event('none', 'created', 'requires_payment_method'))).toMatchObject({
    ok: true,
  });
  await expect(test.db.exec('update payment_event set seq = 2')).rejects.toThrow(/never changed/);
  await expect(test.db.exec('delete from payment_event')).rejects.toThrow(/never changed/);
});
