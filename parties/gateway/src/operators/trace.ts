// Everything the gateway knows of one reference: an RRN, or an id of a payment, charge or refund.
// Oldest first, for people; no card data is anywhere near.

import type { TraceLine } from '@kassa/control';
import { column, type Database, type RawRow } from '@kassa/database';
import { transactions } from '@kassa/ledger';

export async function trace(db: Database, reference: string): Promise<TraceLine[]> {
  const found = await findIntent(db, reference);
  if (found === undefined) return [];
  const { accountId, intentId, rrns } = found;
  const lines = [
    ...(await eventLines(db, accountId, intentId)),
    ...(await adviceLines(db, accountId, intentId)),
    ...(await authenticationLines(db, accountId, intentId)),
    ...(await settlementLines(db, accountId, intentId)),
  ];
  for (const rrn of rrns) lines.push(...(await bookLines(db, accountId, rrn)));
  return lines.sort((one, other) => one.at - other.at);
}

type Found = { accountId: string; intentId: string; rrns: readonly string[] };

async function findIntent(db: Database, reference: string): Promise<Found | undefined> {
  const text = `
    with named as (
      select account_id, intent_id from payment_attempt where rrn = $1
      union select account_id, intent_id from payment_increment where rrn = $1
      union select account_id, intent_id from refund where rrn = $1 or id = $1
      union select account_id, intent_id from charge where id = $1
      union select account_id, id from payment_intent where id = $1
    )
    select n.account_id, n.intent_id,
      array(select a.rrn from payment_attempt a
        where a.account_id = n.account_id and a.intent_id = n.intent_id) as rrns
    from named n limit 1`;
  return db.one({ text, values: [reference] }, (row) => ({
    accountId: column.text(row, 'account_id'),
    intentId: column.text(row, 'intent_id'),
    rrns: column.texts(row, 'rrns'),
  }));
}

async function eventLines(db: Database, accountId: string, intentId: string) {
  const text = `select type, to_status, at, data -> 'forced' ->> 'by' as forced_by
    from payment_event
    where account_id = $1 and intent_id = $2 order by seq limit 500`;
  return db.query({ text, values: [accountId, intentId] }, (row): TraceLine => {
    const by = column.textOrNull(row, 'forced_by');
    const type = `${column.text(row, 'type')}${by === null ? '' : ` by ${by}`}`;
    const what = `payment: ${type}, now ${column.text(row, 'to_status')}`;
    return { at: column.integer(row, 'at'), what };
  });
}

async function adviceLines(db: Database, accountId: string, intentId: string) {
  const text = `select kind, state, tries, stan, response_code, created_at, closed_at,
      manual_at, decided_by, decided_why
    from advice where account_id = $1 and intent_id = $2 order by id limit 500`;
  const rows = await db.query({ text, values: [accountId, intentId] }, adviceStory);
  return rows.flat();
}

function adviceStory(row: RawRow): TraceLine[] {
  const name = `${column.text(row, 'kind')} advice ${column.text(row, 'stan')}`;
  const closedAt = column.integerOrNull(row, 'closed_at');
  const lines: TraceLine[] = [{ at: column.integer(row, 'created_at'), what: `${name}: stored` }];
  const code = column.textOrNull(row, 'response_code');
  const tries = column.integer(row, 'tries');
  const manualAt = column.integerOrNull(row, 'manual_at');
  if (manualAt !== null) {
    const why = code === null ? `not acknowledged at try ${tries}` : `refused, ${code}`;
    lines.push({ at: manualAt, what: `${name}: waits for people; ${why}` });
  }
  if (closedAt === null) return lines;
  if (column.text(row, 'state') === 'corrected') {
    const said = `${column.text(row, 'decided_by')}: ${column.text(row, 'decided_why')}`;
    return [...lines, { at: closedAt, what: `${name}: corrected by ${said}` }];
  }
  const end = `${name}: ${column.text(row, 'state')} at try ${tries}${code ? `, ${code}` : ''}`;
  return [...lines, { at: closedAt, what: end }];
}

async function authenticationLines(db: Database, accountId: string, intentId: string) {
  const text = `select state, trans_status, eci, acs_url is not null as is_challenge, created_at,
      result_at
    from authentication where account_id = $1 and intent_id = $2 order by id limit 100`;
  const rows = await db.query({ text, values: [accountId, intentId] }, (row) => {
    const asked: TraceLine = { at: column.integer(row, 'created_at'), what: '3-D Secure: asked' };
    const endedAt = column.integerOrNull(row, 'result_at');
    if (endedAt === null) return [asked];
    const how = column.bool(row, 'is_challenge') ? 'challenge' : 'frictionless';
    const status = column.textOrNull(row, 'trans_status') ?? '-';
    const eci = column.textOrNull(row, 'eci') ?? '-';
    return [asked, { at: endedAt, what: `3-D Secure: ${how}, status ${status}, ECI ${eci}` }];
  });
  return rows.flat();
}

async function settlementLines(db: Database, accountId: string, intentId: string) {
  const text = `
    select b.type, b.fee, b.net, b.currency, b.created_at, p.reference
    from balance_transaction b
    left join payout p on p.account_id = b.account_id and p.id = b.payout_id
    where b.account_id = $1 and b.source_id in (
      select id from charge where account_id = $1 and intent_id = $2
      union select id from refund where account_id = $1 and intent_id = $2)
    order by b.id limit 100`;
  return db.query({ text, values: [accountId, intentId] }, (row): TraceLine => {
    const fee = column.big(row, 'fee');
    const reference = column.textOrNull(row, 'reference');
    return {
      at: column.integer(row, 'created_at'),
      what: `settled: ${column.text(row, 'type')}, fee ${fee}${reference ? `, in ${reference}` : ''}`,
      amount: String(column.big(row, 'net')),
      currency: column.text(row, 'currency'),
    };
  });
}

async function bookLines(db: Database, accountId: string, rrn: string): Promise<TraceLine[]> {
  const found = await transactions(db, { accountId, reference: rrn, limit: 100 });
  return found.flatMap(({ at, kind, description, entries }) =>
    entries.map(({ account, side, amount }) => ({
      at,
      what: `book: ${description} (${kind}), ${side}`,
      account,
      amount: String(amount.minor),
      currency: amount.currency,
    })),
  );
}
