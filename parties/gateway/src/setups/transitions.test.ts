import { column, testDatabase } from '@kassa/database';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { migrations } from '../migrations.ts';
import { rowsOf } from '../payments/transitions.ts';
import { decide, type SetupCommand } from './decide.ts';
import { evolve, foldSetup } from './evolve.ts';
import type { SetupIntent } from './setup.ts';
import type { SetupEvent } from './setup-event.ts';
import { setupAttemptMoves, setupMoves } from './transitions.ts';

test('the database knows the very moves of a setup, and the same words', async () => {
  await using test = await testDatabase(migrations);
  const rows = await test.db.query(
    { text: 'select from_status, event, to_status from setup_move' },
    (row) =>
      ['from_status', 'event', 'to_status'].map((name) => column.text(row, name)).join(' > '),
  );
  const table = rowsOf(setupMoves).map(({ from, event, to }) => `${from} > ${event} > ${to}`);
  expect(rows.sort()).toEqual(['none > created > requires_payment_method', ...table].sort());
  const checks = await test.db.query(
    {
      text: `select conname, pg_get_constraintdef(oid) as text from pg_constraint
        where conname in ('setup_intent_status', 'setup_attempt_state')`,
    },
    (row) => [column.text(row, 'conname'), column.text(row, 'text')] as const,
  );
  const words = (text = '') => [...text.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort();
  const listed = new Map(checks.map(([name, text]) => [name, words(text)]));
  expect(listed.get('setup_intent_status')).toEqual(Object.keys(setupMoves).sort());
  expect(listed.get('setup_attempt_state')).toEqual(Object.keys(setupAttemptMoves).sort());
});

const created: SetupEvent = {
  type: 'created',
  atMs: 1,
  accountId: 'acct_diva',
  id: 'seti_1',
  wishes: {
    customer: null,
    description: null,
    metadata: {},
    usage: 'off_session',
    returnUrl: null,
    isMandated: false,
    automaticMethods: true,
    session: null,
    acceptance: null,
  },
};
const problem = {
  code: 'card_declined',
  declineCode: null,
  message: '',
  words: 'declined',
  retry: 'never',
  responseCode: '05',
  chargeId: null,
  paymentMethod: null,
} as const;
const wire = { rrn: '1', stan: '1', terminalId: '1', merchantId: '1', transmittedAtMs: 1 };

/** Every command, aimed at the attempt and the challenge that there are. */
function commandsFor(setup: SetupIntent, step: number): SetupCommand[] {
  const attemptId = setup.attempt?.id ?? 'setatt_none';
  const { state } = setup;
  const awaited = state.status === 'requires_action' ? state.authenticationId : 'auth_none';
  const attempt = { id: `setatt_${step}`, paymentMethod: 'pm_1', provider: 'z', wire } as const;
  return [
    { do: 'update', wishes: setup.wishes, paymentMethod: null },
    { do: 'update', wishes: setup.wishes, paymentMethod: `pm_${step % 2}` },
    { do: 'confirm', attempt },
    { do: 'challenge', attemptId, authenticationId: `auth_${step}`, expiresAtMs: step },
    { do: 'resume', authenticationId: awaited, wire },
    { do: 'fail_challenge', authenticationId: awaited, problem },
    { do: 'expire_challenge', authenticationId: awaited, problem },
    { do: 'close', attemptId, end: { kind: 'failed', problem } },
    { do: 'close', attemptId, end: { kind: 'verified', mandate: null } },
    { do: 'cancel', reason: 'abandoned' },
  ];
}

test('any walk of commands keeps to the table, and its events fold to where it came', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 40 }), (choices) => {
      const events: SetupEvent[] = [created];
      let setup = evolve(null, created);
      for (const [step, choice] of choices.entries()) {
        const command = commandsFor(setup, step)[choice];
        if (command === undefined) continue;
        const decided = decide(setup, command, { nowMs: step });
        if (!decided.ok) continue;
        for (const event of decided.value) setup = evolve(setup, event);
        events.push(...decided.value);
        reached.add(setup.state.status);
        // A card is only ever kept by the bank's word in an attempt that was open.
        if (setup.state.status === 'succeeded') expect(setup.attempt?.state).toBe('succeeded');
      }
      expect(foldSetup(events)).toEqual(setup);
    }),
    { numRuns: 500 },
  );
  expect([...reached].sort()).toEqual(Object.keys(setupMoves).sort());
});
