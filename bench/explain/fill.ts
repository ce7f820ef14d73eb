// Millions of payments in the gateway's schema, as copies of one that was made through the API: every row
// that it has left, with ids, names and times of their own, over the year before.

import { column, type Database, keepPartitions, type Queries } from '@kassa/database';
import { firstIdAt, madeAtMs } from '@kassa/ids';

export type Template = {
  readonly accountId: string;
  readonly intentId: string;
  readonly nowMs: number;
};

const dayMs = 86_400_000;
/** As long as the gateway keeps what it keeps for a while only. */
const recentMs = 37 * dayMs;

type Sets = Readonly<Record<string, string>>;

export async function fill(db: Database, payments: number, template: Template): Promise<void> {
  await openWeeks(db, template.nowMs);
  await db.transaction(async (tx) => {
    // Foreign keys hold, as copies of rows for which they hold; triggers would check every row once more.
    await tx.exec(`set local session_replication_role = replica; set local work_mem = '256MB'; set local synchronize_seqscans = off;
      set local maintenance_work_mem = '1GB'`);
    await numberPayments(tx, payments, template.nowMs);
    await nameRows(tx, template);
    for (const [table, where, sets] of copied) {
      await copy(tx, template, { table, where, sets });
    }
    await fillSettled(tx, template);
    await fillBook(tx);
    await fillKeys(tx, template);
    for (const [table, from, sets] of copiedRecent)
      await copyRecent(tx, template, { table, from, sets });
    await tx.exec(
      `update ledger_sealer set xid = pg_current_xact_id(), account_id = '~', id = '~'`,
    );
  });
  await db.exec('drop table bench_payment, bench_row');
  await db.exec('analyze');
}

/** An index over all rows is made in a fraction of the time that it takes row by row. Answers how. */
async function takeAway(tx: Queries, table: string): Promise<readonly string[]> {
  const text = `
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made
    from pg_index i
    where indrelid = to_regclass($1)
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
  const indexes = await tx.query({ text, values: [table] }, (row) => ({
    name: column.text(row, 'name'),
    made: column.text(row, 'made'),
  }));
  for (const { name } of indexes) await tx.exec(`drop index ${name}`);
  return indexes.map(({ made }) => made);
}

/** Partitions of the weeks before, which the running gateway had made in their time. */
async function openWeeks(db: Database, nowMs: number): Promise<void> {
  const weeks = Math.ceil(recentMs / (7 * dayMs)) + 1;
  for (const [table, name, prefix] of byId) {
    await keepPartitions(
      db,
      {
        ...{ table, column: name, stepMs: 7 * dayMs, ahead: weeks, keptMs: 1e15 },
        boundAt: (ms) => firstIdAt(prefix, ms),
        msOf: (id) => madeAtMs(id) ?? Number.NaN,
      },
      nowMs - weeks * 7 * dayMs,
    );
  }
}

const byId = [
  ['event', 'id', 'evt'],
  ['webhook_delivery', 'event_id', 'evt'],
  ['webhook_try', 'event_id', 'evt'],
  ['request_log', 'id', 'req'],
  ['wire_message', 'id', 'wm'],
] as const;

/** Number, time and the part of ids behind the prefix; its last place numbers the rows of one kind. */
async function numberPayments(tx: Queries, payments: number, nowMs: number): Promise<void> {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const time = Array.from({ length: 10 }, (_, place) => {
    return `substr('${letters}', ((at >> ${45 - 5 * place}) & 31)::integer + 1, 1)`;
  }).join(' || ');
  await tx.exec(
    `create unlogged table bench_payment as
     select n, at, ${time} || lpad(n::text, 15, '0') as key
     from (
       select n, ($2 - ($1 - n) * (365 * ${dayMs}::bigint / $1) - 60000)::bigint as at
       from generate_series(1::bigint, $1) n
     ) numbered
     order by n`,
    [payments, nowMs],
  );
}

/** The template's rows of which it has several: their copies are told apart by their places. */
async function nameRows(tx: Queries, { accountId, intentId }: Template): Promise<void> {
  const charges = 'select id from charge where account_id = $1 and intent_id = $2';
  const rrns = 'select rrn from payment_attempt where account_id = $1 and intent_id = $2';
  const rows = [
    `select id from event where account_id = $1 and (object_id = $2 or object_id in (${charges}))`,
    'select id from wire_message where account_id = $1 and intent_id = $2',
    `select id from ledger_transaction where account_id = $1 and reference in (${rrns})`,
    'select id from request_log where account_id = $1 and $2 is not null',
  ].map((some) => `select id, row_number() over (order by id) - 1 from (${some}) t (id)`);
  await tx.exec('create unlogged table bench_row (id text, place bigint)');
  await tx.exec(
    `insert into bench_row select id, place from (${rows.join(' union all ')}) r (id, place)
     where place < 10`,
    [accountId, intentId],
  );
}

const at = 'n.at';
const id = (prefix: string) => `'${prefix}_' || n.key || '0'`;
const rrn = `lpad(n.n::text, 12, '0')`;
const stan = `lpad((n.n % 1000000)::text, 6, '0')`;
const ids: Sets = {
  intent_id: id('pi'),
  attempt_id: id('att'),
  charge_id: id('ch'),
  payment_method_id: id('pm'),
  authentication_id: id('auth'),
  rrn,
  stan,
};
const own = (prefix: string, ...times: readonly string[]): Sets => ({
  ...ids,
  id: id(prefix),
  ...Object.fromEntries(times.map((name) => [name, at])),
});
const ofIntent = 't.intent_id = $2';

const copied: readonly (readonly [string, string, Sets])[] = [
  [
    'payment_method',
    't.id = (select payment_method_id from payment_attempt where account_id = $1 and intent_id = $2)',
    { ...own('pm', 'created_at'), token_id: 'null' },
  ],
  // Challenges are over: it has no authentication under way.
  ['payment_intent', 't.id = $2', { ...own('pi', 'created_at'), authentication_id: 'null' }],
  ['payment_event', ofIntent, { ...ids, at: 'n.at + t.seq' }],
  ['payment_attempt', ofIntent, own('att', 'opened_at', 'touched_at', 'transmitted_at')],
  ['charge', ofIntent, { ...own('ch', 'created_at', 'captured_at', 'settled_at'), splits: '0' }],
  ['advice', ofIntent, own('adv', 'created_at', 'closed_at', 'transmitted_at')],
  [
    'authentication',
    ofIntent,
    {
      ...own('auth', 'created_at', 'result_at'),
      server_trans_id: 'md5(n.key)::uuid::text',
      ds_trans_id: `md5('ds' || n.key)::uuid::text`,
    },
  ],
  [
    'search_document',
    `t.object_id = $2 or t.object_id in (select id from charge where account_id = $1 and intent_id = $2)`,
    {
      created_at: at,
      // Some words that many share and some that few do: by them the planner knows how rare words are.
      terms: 't.terms || array[n.n % 1000, n.n % 100003]',
      object_id: `case t.kind when 'charge' then ${id('ch')} else ${id('pi')} end`,
    },
  ],
];

type Copy = { readonly table: string; readonly where: string; readonly sets: Sets };

async function copy(tx: Queries, template: Template, { table, where, sets }: Copy): Promise<void> {
  const columns = await columnsOf(tx, table);
  const values = columns.map((name) => sets[name] ?? `t.${name}`);
  const indexes = await takeAway(tx, table);
  const copies = await tx.exec(
    `insert into ${table} (${columns.join(', ')})
     select ${values.join(', ')}
     from bench_payment n
     cross join (select * from ${table} t where t.account_id = $1 and (${where})) t`,
    [template.accountId, template.intentId].slice(0, where.includes('$2') ? 2 : 1),
  );
  for (const index of indexes) await tx.exec(index);
  told(table, copies);
}

/** It takes a good while. */
function told(table: string, rows: number): void {
  const at = new Date().toISOString().slice(11, 19);
  console.log(`  ${at} ${table}: ${rows.toLocaleString('en')}`);
}

async function columnsOf(tx: Queries, table: string): Promise<string[]> {
  const text = `
    select attname::text as name from pg_attribute
    where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attidentity = ''
    order by attnum`;
  return tx.query({ text, values: [table] }, (row) => column.text(row, 'name'));
}

/** Each payment was settled and is available; four hundred to a payout. */
async function fillSettled(tx: Queries, { accountId }: Template): Promise<void> {
  await tx.exec(
    `insert into payout (account_id, id, currency, amount, status, arrival_date, reference,
       created_at, provider)
     select $1, ${id('po')}, 'bam', 485000, 'paid', '2026-01-01', 'old_' || n.n, n.at, 'zelena'
     from bench_payment n where n.n % 400 = 1`,
    [accountId],
  );
  await tx.exec(
    `insert into balance_transaction (account_id, id, type, source_id, currency, amount, fee, net,
       fee_details, status, available_on, payout_id, created_at)
     select $1, ${id('txn')}, 'charge', ${id('ch')}, 'bam', 1250, 38, 1212,
       '[{"amount":38,"currency":"bam","description":"Merchant fee","type":"stripe_fee"}]', 'available', n.at, p.id, n.at
     from bench_payment n
     join (select n.n, ${id('po')} as id from bench_payment n where n.n % 400 = 1) p
       on p.n = n.n - (n.n - 1) % 400`,
    [accountId],
  );
}

/** The transactions that name the template by its RRN, with their entries. */
async function fillBook(tx: Queries): Promise<void> {
  const mine = `'ltx_' || n.key || r.place`;
  await tx.exec(
    `insert into ledger_transaction
       (account_id, id, at_ms, kind, pending_id, description, reference)
     select t.account_id, ${mine}, n.at, t.kind,
       (select 'ltx_' || n.key || p.place from bench_row p where p.id = t.pending_id),
       t.description, ${rrn}
     from bench_payment n
     cross join bench_row r
     join ledger_transaction t on t.id = r.id`,
  );
  await tx.exec(
    `insert into ledger_entry (account_id, transaction_id, line, path, currency, side, amount)
     select e.account_id, ${mine}, e.line, e.path, e.currency, e.side, e.amount
     from bench_payment n
     cross join bench_row r
     join ledger_entry e on e.transaction_id = r.id`,
  );
}

/** Answers of the last two days, as short as a PaymentIntent's. */
async function fillKeys(tx: Queries, { accountId, nowMs }: Template): Promise<void> {
  await tx.exec(
    `insert into idempotency_record
       (account_id, key, input_hash, state, owner, subject, status_code, answer, created_at)
     select $1, md5('key' || n.n), md5('input' || n.n), 'done', 'gateway-1', ${id('pi')}, 200,
       jsonb_build_object('id', ${id('pi')}, 'object', 'payment_intent', 'status', 'succeeded'), n.at
     from bench_payment n
     where n.at >= $2`,
    [accountId, nowMs - 2 * dayMs],
  );
}

const eventId = `'evt_' || n.key || r.place`;
const about = (name: string) =>
  `case when t.${name} like 'ch\\_%' then ${id('ch')} else ${id('pi')} end`;
const copiedRecent: readonly (readonly [string, string, Sets])[] = [
  ['event', 'r.id = t.id', { id: eventId, object_id: about('object_id'), created_at: at }],
  [
    'webhook_delivery',
    'r.id = t.event_id',
    { event_id: eventId, object_id: about('object_id'), created_at: at, last_tried_at: at },
  ],
  ['webhook_try', 'r.id = t.event_id', { event_id: eventId, at }],
  ['wire_message', 'r.id = t.id', { ...ids, id: `'wm_' || n.key || r.place`, at }],
  ['request_log', 'r.id = t.id', { id: `'req_' || n.key || r.place`, at }],
];

async function copyRecent(
  tx: Queries,
  { nowMs, accountId }: Template,
  { table, from, sets }: { readonly table: string; readonly from: string; readonly sets: Sets },
): Promise<void> {
  const columns = await columnsOf(tx, table);
  const values = columns.map((name) => sets[name] ?? `t.${name}`);
  const copies = await tx.exec(
    `insert into ${table} (${columns.join(', ')})
     select ${values.join(', ')}
     from bench_payment n
     cross join (
       select t.*, r.place from ${table} t join bench_row r on ${from} where t.account_id = $2
     ) t
     cross join lateral (select t.place) r
     where n.at >= $1`,
    [nowMs - recentMs, accountId],
  );
  told(table, copies);
}
