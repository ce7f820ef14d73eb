// What the use cases ask, by the names of their statements, answered from the tables in memory with
// the same columns. A statement that is not here is a bug of the simulation, and says its text.

import type { RawRow } from '@kassa/database';
import { allRows, rowByKey, rowsOf, type Stored, type Tables } from './tables.ts';

export type Answering = (tables: Tables, values: readonly unknown[]) => RawRow[];

export const statements: Readonly<Record<string, Answering>> = {
  payment_view: (tables, [accountId, id, wished]) =>
    viewOf(tables, intentRow(tables, accountId, id), wished),
  payment_of_charge: (tables, [accountId, id]) => {
    const charge = rowByKey(tables, 'charge', { account_id: text(accountId), id: text(id) });
    return viewOf(tables, charge && intentRow(tables, accountId, charge['intent_id']), null);
  },
  payment_method_by_id: (tables, [accountId, id]) =>
    present(rowByKey(tables, 'payment_method', { account_id: text(accountId), id: text(id) })),
  refund_by_id: (tables, [accountId, id]) =>
    present(rowByKey(tables, 'refund', { account_id: text(accountId), id: text(id) })),
  idempotency_record: (tables, [accountId, key]) =>
    present(
      rowByKey(tables, 'idempotency_record', { account_id: text(accountId), key: text(key) }),
    ),
  charge_disputed: (tables, [accountId, chargeId]) =>
    allRows(tables, 'dispute')
      .filter((row) => row['account_id'] === accountId && row['charge_id'] === chargeId)
      .filter(({ status }) => status !== 'won')
      .slice(0, 1),
  advices_waiting: advicesWaiting,
  advice_queued: (tables, [accountId, id, states]) => {
    const advice = rowByKey(tables, 'advice', { account_id: text(accountId), id: text(id) });
    const attempt = advice && attemptRow(tables, advice);
    const isIn = Array.isArray(states) && states.includes(advice?.['state']);
    return isIn && attempt ? [{ advice, provider: attempt['provider'] }] : [];
  },
  payments_waiting: (tables, [limit]) => {
    const found = new Map<string, Stored>();
    for (const row of allRows(tables, 'advice')) {
      if (row['state'] === 'waiting') found.set(text(row['intent_id']), row);
    }
    return [...found.values()].slice(0, Number(limit));
  },
  left_open: (tables, [owner, staleBefore, limit]) =>
    [...allRows(tables, 'payment_attempt'), ...allRows(tables, 'payment_increment')]
      .filter((row) => row['state'] === 'open')
      .filter((row) => row['owner'] === owner || Number(row['touched_at']) < Number(staleBefore))
      .sort((a, b) => Number(a['touched_at']) - Number(b['touched_at']))
      .slice(0, Number(limit)),
  wire_by_rrn: (tables, [rrn, terminalId]) => {
    const isNamed = (row: Stored) => row['rrn'] === rrn && row['terminal_id'] === terminalId;
    const about = (attempt: Stored, increment: Stored | null) => ({
      account_id: attempt['account_id'],
      intent_id: attempt['intent_id'],
      attempt,
      increment,
    });
    const attempts = allRows(tables, 'payment_attempt').filter(isNamed);
    const increments = allRows(tables, 'payment_increment').filter(isNamed);
    const grown = increments.flatMap((one) => {
      const attempt = attemptRow(tables, one);
      return attempt === undefined ? [] : [about(attempt, one)];
    });
    return [...attempts.map((one) => about(one, null)), ...grown].slice(0, 1);
  },
};

const text = (value: unknown): string => String(value);
const present = (row: Stored | undefined): RawRow[] => (row === undefined ? [] : [row]);

const intentRow = (tables: Tables, accountId: unknown, id: unknown): Stored | undefined =>
  rowByKey(tables, 'payment_intent', { account_id: text(accountId), id: text(id) });

const attemptRow = (tables: Tables, of: Stored): Stored | undefined =>
  byId(tables, 'payment_attempt', of, of['attempt_id']);

type Named = 'payment_attempt' | 'payment_increment' | 'charge' | 'payment_method';

const byId = (tables: Tables, name: Named, { account_id }: Stored, id: unknown) =>
  id === null || id === undefined
    ? undefined
    : rowByKey(tables, name, { account_id: account_id ?? null, id: text(id) });

function viewOf(tables: Tables, intent: Stored | undefined, wished: unknown): RawRow[] {
  if (intent === undefined) return [];
  const attempt = attemptRow(tables, intent) ?? null;
  const methodId = wished ?? intent['payment_method_id'] ?? attempt?.['payment_method_id'];
  return [
    {
      intent,
      attempt,
      charge: byId(tables, 'charge', intent, intent['charge_id']) ?? null,
      increment: byId(tables, 'payment_increment', intent, intent['increment_id']) ?? null,
      method: byId(tables, 'payment_method', intent, methodId) ?? null,
      session: null,
    },
  ];
}

function advicesWaiting(tables: Tables, [, intentId]: readonly unknown[]): RawRow[] {
  const all = rowsOf(tables, 'advice', text(intentId));
  const isBehindCapture = (row: Stored) =>
    row['kind'] === 'refund' &&
    all.some(
      (one) =>
        one['kind'] === 'capture' && one['state'] === 'manual' && text(one['id']) < text(row['id']),
    );
  return all
    .filter((row) => row['state'] === 'waiting' && !isBehindCapture(row))
    .sort((a, b) => (text(a['id']) < text(b['id']) ? -1 : 1))
    .slice(0, 100)
    .flatMap((advice) => {
      const attempt = attemptRow(tables, advice);
      if (attempt === undefined) return [];
      const charge = byId(tables, 'charge', attempt, attempt['charge_id']);
      return [
        {
          advice,
          attempt,
          method: byId(tables, 'payment_method', attempt, attempt['payment_method_id']) ?? null,
          authorization_code: fieldOf(charge?.['approval'], 'authorizationCode'),
          increment: byId(tables, 'payment_increment', advice, advice['increment_id']) ?? null,
          on_behalf_of: null,
        },
      ];
    });
}

function fieldOf(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null) return null;
  return Object.entries(json).find(([key]) => key === name)?.[1] ?? null;
}
