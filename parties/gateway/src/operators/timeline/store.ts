// All that is kept about one payment, each list bounded. Only reads.

import { column, type Database, type RawRow } from '@kassa/database';
import { transactions } from '@kassa/ledger';
import { money } from '@kassa/money';
import { currencyIn } from '../../payments/rows.ts';
import { requestsAbout } from '../../requests/store.ts';
import { type BalanceTransaction, decodeBalanceTransaction } from '../../settlement/read.ts';
import { wireMessagesOf } from '../../wire-log/store.ts';
import { moveNames } from './move-words.ts';
import type { Headline, ShownAdvice, ShownAttempt, ShownTold, ShownTry, Story } from './story.ts';

type Of = { readonly accountId: string; readonly intentId: string };

/** `times`: how much more than usual is wanted of every list. */
export async function loadStory(db: Database, of: Of, times: number): Promise<Story | undefined> {
  const headline = await loadHeadline(db, of);
  if (headline === undefined) return undefined;
  const cut: string[] = [];
  const upTo = async <One>(
    what: string,
    limit: number,
    load: (limit: number) => Promise<One[]>,
  ): Promise<One[]> => {
    const found = await load(limit * times + 1);
    if (found.length > limit * times) cut.push(what);
    return found.slice(0, limit * times);
  };
  const moves = await upTo('events', 200, (limit) => loadMoves(db, of, limit));
  const attempts = await upTo('attempts', 50, (limit) => loadAttempts(db, of, limit));
  const wire = await upTo('wire messages', 200, (limit) => wireMessagesOf(db, of, limit));
  const advices = await upTo('advices', 100, (limit) => loadAdvices(db, of, limit));
  const told = await upTo('events told', 100, (limit) => loadTold(db, of, limit));
  const tries = await upTo('deliveries', 100, (limit) => loadTries(db, of, limit));
  const book = await upTo('ledger transactions', 100, (limit) => loadBook(db, of, limit));
  const settled = await upTo('settled items', 100, (limit) => loadSettled(db, of, limit));
  const disputes = await upTo('disputes', 20, (limit) => loadDisputes(db, of, limit));
  const about = { ...of, ids: told.flatMap(({ requestId }) => requestId ?? []) };
  const window = { fromMs: headline.createdAtMs - 5_000, toMs: lastOf(moves, headline) + dayMs };
  const asked = await upTo('requests', 50, (limit) =>
    requestsAbout(db, { ...about, ...window, limit }),
  );
  const acts = { moves, attempts, wire, advices, book, settled, told, tries, asked, disputes };
  return { headline, ...acts, cut };
}

const dayMs = 86_400_000;
const lastOf = (moves: Story['moves'], { createdAtMs }: Headline) =>
  moves.at(-1)?.atMs ?? createdAtMs;

async function loadHeadline(db: Database, of: Of): Promise<Headline | undefined> {
  const text = `
    select i.*, i.wishes ->> 'description' as description,
      i.last_problem ->> 'message' as problem,
      c.captured, c.refunded, c.approval ->> 'authorizationCode' as authorization_code,
      m.brand, m.last4, m.country, m.expiry_month, m.expiry_year,
      coalesce(r.profile ->> 'name', i.account_id) as merchant_name,
      coalesce(r.profile ->> 'timeZone', p.profile ->> 'timeZone', 'UTC') as zone
    from payment_intent i
    left join charge c on c.account_id = i.account_id and c.id = i.charge_id
    left join payment_method m on m.account_id = i.account_id
      and m.id = coalesce(c.payment_method_id, i.payment_method_id)
    left join merchant r on r.account_id = i.account_id
    left join merchant p on p.account_id = r.platform_id
    where i.account_id = $1 and i.id = $2`;
  return db.one({ text, values: [of.accountId, of.intentId] }, (row) => ({
    accountId: column.text(row, 'account_id'),
    id: column.text(row, 'id'),
    status: column.text(row, 'status'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    createdAtMs: column.integer(row, 'created_at'),
    description: column.textOrNull(row, 'description'),
    sessionId: column.textOrNull(row, 'session_id'),
    merchant: { name: column.text(row, 'merchant_name'), zone: column.text(row, 'zone') },
    card: cardIn(row),
    capturedMinor: column.bigOrNull(row, 'captured') ?? 0n,
    refundedMinor: column.bigOrNull(row, 'refunded') ?? 0n,
    chargeId: column.textOrNull(row, 'charge_id'),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    problem: column.textOrNull(row, 'problem'),
  }));
}

function cardIn(row: RawRow): Headline['card'] {
  const brand = column.textOrNull(row, 'brand');
  if (brand === null) return null;
  const month = String(column.integer(row, 'expiry_month')).padStart(2, '0');
  return {
    brand,
    last4: column.text(row, 'last4'),
    country: column.text(row, 'country'),
    expiry: `${month}/${column.integer(row, 'expiry_year')}`,
  };
}

function loadMoves(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `select seq, type, to_status, at, data from payment_event
    where account_id = $1 and intent_id = $2 order by seq limit $3`;
  return db.query({ text, values: [accountId, intentId, limit] }, (row) => ({
    seq: column.integer(row, 'seq'),
    type: column.oneOf(row, 'type', moveNames),
    to: column.text(row, 'to_status'),
    atMs: column.integer(row, 'at'),
    data: column.json(row, 'data'),
  }));
}

function loadAttempts(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `select * from payment_attempt
    where account_id = $1 and intent_id = $2 order by id limit $3`;
  return db.query(
    { text, values: [accountId, intentId, limit] },
    (row): ShownAttempt => ({
      id: column.text(row, 'id'),
      provider: column.text(row, 'provider'),
      state: column.text(row, 'state'),
      amount: money(currencyIn(row), column.big(row, 'amount')),
      rrn: column.text(row, 'rrn'),
      stan: column.text(row, 'stan'),
      responseCode: column.textOrNull(row, 'response_code'),
      openedAtMs: column.integer(row, 'opened_at'),
      routing: column.json(row, 'routing'),
    }),
  );
}

const adviceStates = ['waiting', 'acknowledged', 'refused', 'manual', 'corrected'] as const;

function loadAdvices(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `select * from advice
    where account_id = $1 and intent_id = $2 order by id limit $3`;
  return db.query({ text, values: [accountId, intentId, limit] }, (row): ShownAdvice => {
    const by = column.textOrNull(row, 'decided_by');
    return {
      id: column.text(row, 'id'),
      kind: column.oneOf(row, 'kind', ['capture', 'refund', 'void', 'reversal', 'release']),
      state: column.oneOf(row, 'state', adviceStates),
      amount: money(currencyIn(row), column.big(row, 'amount')),
      stan: column.text(row, 'stan'),
      rrn: column.text(row, 'rrn'),
      tries: column.integer(row, 'tries'),
      responseCode: column.textOrNull(row, 'response_code'),
      createdAtMs: column.integer(row, 'created_at'),
      closedAtMs: column.integerOrNull(row, 'closed_at'),
      manualAtMs: column.integerOrNull(row, 'manual_at'),
      decided: by === null ? null : { by, why: column.text(row, 'decided_why') },
    };
  });
}

/** Its own, its charges' and its refunds'. */
const objects = `(
  select $2
  union all select id from charge where account_id = $1 and intent_id = $2
  union all select id from refund where account_id = $1 and intent_id = $2)`;

function loadDisputes(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `select id, status from dispute
    where account_id = $1 and intent_id = $2 order by id limit $3`;
  return db.query({ text, values: [accountId, intentId, limit] }, (row) => ({
    id: column.text(row, 'id'),
    status: column.text(row, 'status'),
  }));
}

function loadTold(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `select id, type, created_at, request_id from event
    where account_id = $1 and object_id in ${objects} order by id limit $3`;
  return db.query(
    { text, values: [accountId, intentId, limit] },
    (row): ShownTold => ({
      eventId: column.text(row, 'id'),
      type: column.text(row, 'type'),
      atMs: column.integer(row, 'created_at'),
      requestId: column.textOrNull(row, 'request_id'),
    }),
  );
}

function loadTries(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `
    select t.event_id, t.endpoint_id, t.number, t.at, t.status, t.failure, t.duration_ms, e.type, w.url
    from event e
    join webhook_delivery d on d.event_account_id = e.account_id and d.event_id = e.id
      and d.account_id in ($1, (select platform_id from merchant where account_id = $1))
    join webhook_try t on t.account_id = d.account_id and t.event_id = d.event_id
      and t.endpoint_id = d.endpoint_id
    join webhook_endpoint w on w.account_id = d.account_id and w.id = d.endpoint_id
    where e.account_id = $1 and e.object_id in ${objects}
    order by t.at limit $3`;
  return db.query(
    { text, values: [accountId, intentId, limit] },
    (row): ShownTry => ({
      eventId: column.text(row, 'event_id'),
      endpointId: column.text(row, 'endpoint_id'),
      type: column.text(row, 'type'),
      url: column.text(row, 'url'),
      number: column.integer(row, 'number'),
      atMs: column.integer(row, 'at'),
      status: column.integerOrNull(row, 'status'),
      failure: column.textOrNull(row, 'failure'),
      durationMs: column.integerOrNull(row, 'duration_ms'),
    }),
  );
}

/** The book names what it is about by the RRN. */
async function loadBook(db: Database, { accountId, intentId }: Of, limit: number) {
  const text = `
    select rrn from payment_attempt where account_id = $1 and intent_id = $2
    union select rrn from payment_increment where account_id = $1 and intent_id = $2
    union select rrn from refund where account_id = $1 and intent_id = $2
    limit 100`;
  const rrns = await db.query({ text, values: [accountId, intentId] }, (row) =>
    column.text(row, 'rrn'),
  );
  const found = [];
  for (const reference of rrns) {
    if (found.length >= limit) break;
    found.push(...(await transactions(db, { accountId, reference, limit })));
  }
  return found.slice(0, limit);
}

function loadSettled(
  db: Database,
  { accountId, intentId }: Of,
  limit: number,
): Promise<BalanceTransaction[]> {
  const text = `
    select * from balance_transaction
    where account_id = $1 and source_id in (
      select id from charge where account_id = $1 and intent_id = $2
      union all
      select id from refund where account_id = $1 and intent_id = $2
      union all
      select id from dispute where account_id = $1 and intent_id = $2
    )
    order by id limit $3`;
  return db.query({ text, values: [accountId, intentId, limit] }, decodeBalanceTransaction);
}
