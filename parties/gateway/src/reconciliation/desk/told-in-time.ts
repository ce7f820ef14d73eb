// An acquirer that sets sales off against a debt tells of them in time, as settled and not paid out, and
// again in the report of the day on which they are paid after all. By that report alone they would be late;
// what an earlier run has matched was told in time.

import { column, type Database } from '@kassa/database';
import type { Exception, Outcome } from '../matching/outcome.ts';
import { keyKinds, type SourceRow } from '../matching/source-row.ts';
import type { Contract } from '../sources/gathered.ts';

type Of = Pick<Contract, 'accountId' | 'provider'>;

export async function toldInTime(
  db: Database,
  { accountId, provider }: Of,
  outcomes: readonly Outcome[],
): Promise<readonly Outcome[]> {
  const rows = outcomes.filter(isOnlyLate).flatMap(({ pair, expecting }) => {
    return expecting.map((row) => ({ pair, row }));
  });
  if (rows.length === 0) return outcomes;
  const text = `
    select e.pair || '|' || e.source || '|' || e.row_id as name
    from unnest($3::text[], $4::text[], $5::text[]) r (pair, source, row_id)
    join reconciliation_expectation e on e.account_id = $1 and e.provider = $2
      and e.pair = r.pair and e.source = r.source and e.row_id = r.row_id
    where e.state = 'matched'`;
  const values = [
    ...[accountId, provider, rows.map(({ pair }) => pair)],
    ...[rows.map(({ row }) => row.source), rows.map(({ row }) => row.id)],
  ];
  const known = new Set(await db.query({ text, values }, (row) => column.text(row, 'name')));
  return outcomes.map((one) => {
    if (!isOnlyLate(one)) return one;
    const { pair, expecting, answering } = one;
    const wasMatched = expecting.every(({ source, id }) => known.has(`${pair}|${source}|${id}`));
    if (!wasMatched) return one;
    return { result: 'matched', pair, expecting, answering, by: sharedKey(expecting, answering) };
  });
}

function isOnlyLate(one: Outcome): one is Exception {
  return one.result === 'exception' && one.name === 'late' && one.also.length === 0;
}

function sharedKey(some: readonly SourceRow[], others: readonly SourceRow[]) {
  const has = (rows: readonly SourceRow[], kind: (typeof keyKinds)[number]) =>
    rows.some(({ keys }) => (keys[kind] ?? []).length > 0);
  return keyKinds.find((kind) => has(some, kind) && has(others, kind)) ?? 'amount';
}
