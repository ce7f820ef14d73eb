// The log of requests in the database: all SQL of the table `request_log`. Its order is that of ids, which
// begin with the time.

import { column, type Database, type RawRow, type Row } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { type AccountId, idFrom, idOrNull } from '../ids.ts';
import { keyKinds, type LoggedRequest } from './logged-request.ts';

/** All or none; one that is there already is passed over. */
export async function insertRequests(
  db: Database,
  requests: readonly LoggedRequest[],
): Promise<void> {
  const insert = {
    table: 'request_log',
    rows: requests.map(rowOf),
    onConflict: 'nothing',
  } as const;
  await db.commit({ inserts: [insert] });
}

function rowOf(request: LoggedRequest): Row {
  return {
    account_id: request.accountId,
    id: request.id,
    at: request.atMs,
    method: request.method,
    path: request.path,
    operation: request.operation,
    for_account_id: request.forAccountId,
    status: request.status,
    error_type: request.error.type,
    error_code: request.error.code,
    error_param: request.error.param,
    decline_code: request.error.declineCode,
    idempotency_key: request.idempotencyKey,
    is_replayed: request.isReplayed,
    api_version: request.apiVersion,
    key_kind: request.keyKind,
    duration_ms: request.durationMs,
  };
}

export async function loadRequest(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<LoggedRequest | undefined> {
  const text = 'select * from request_log where account_id = $1 and id = $2';
  return db.one({ text, values: [accountId, id] }, decodeRequest);
}

export type RequestFilter = {
  readonly limit: number;
  /** Only those that were refused, or that failed. */
  readonly isRefused: boolean;
  readonly method?: string | undefined;
  /** Older than this one. */
  readonly before?: string | undefined;
};

/** Newest first. */
export async function listRequests(
  db: Database,
  accountId: AccountId,
  filter: RequestFilter,
): Promise<LoggedRequest[]> {
  const { limit, isRefused, method, before } = filter;
  const text = `
    select * from request_log
    where account_id = $1
      and ($2::text is null or method = $2)
      ${before === undefined ? 'and $3::text is null' : 'and id < $3'}
      ${isRefused ? 'and status >= 400' : ''}
    order by id desc limit $4`;
  return db.query(
    { text, values: [accountId, method ?? null, before ?? null, limit] },
    decodeRequest,
  );
}

export type RequestsAbout = {
  readonly accountId: string;
  readonly intentId: string;
  /** Known by what they have caused. */
  readonly ids: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
};

/** Those that named the payment in their address or caused one of its events; oldest first. */
export async function requestsAbout(db: Database, about: RequestsAbout): Promise<LoggedRequest[]> {
  const text = `
    select * from request_log
    where account_id = $1 and id = any($2)
    union
    select * from request_log
    where account_id = $1 and id between $4 and $5 and strpos(path, $3) > 0
    order by id limit $6`;
  const { accountId, intentId, ids, fromMs, toMs, limit } = about;
  const [from, to] = [firstIdAt('req', fromMs), firstIdAt('req', toMs)];
  return db.query({ text, values: [accountId, ids, intentId, from, to, limit] }, decodeRequest);
}

function decodeRequest(row: RawRow): LoggedRequest {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    atMs: column.integer(row, 'at'),
    method: column.text(row, 'method'),
    path: column.text(row, 'path'),
    operation: column.textOrNull(row, 'operation'),
    forAccountId: idOrNull('acct', column.textOrNull(row, 'for_account_id')),
    status: column.integer(row, 'status'),
    error: {
      type: column.textOrNull(row, 'error_type'),
      code: column.textOrNull(row, 'error_code'),
      param: column.textOrNull(row, 'error_param'),
      declineCode: column.textOrNull(row, 'decline_code'),
    },
    idempotencyKey: column.textOrNull(row, 'idempotency_key'),
    isReplayed: column.bool(row, 'is_replayed'),
    apiVersion: column.textOrNull(row, 'api_version'),
    keyKind: column.oneOf(row, 'key_kind', keyKinds),
    durationMs: column.integer(row, 'duration_ms'),
  };
}

/** Of one merchant only the newest are kept, however much its programs ask. */
export async function keepNewest(
  db: Database,
  accountId: AccountId,
  count: number,
): Promise<number> {
  return db.exec(
    `delete from request_log r
     using (
       select id from request_log where account_id = $1
       order by id desc offset $2 limit 1
     ) edge
     where r.account_id = $1 and r.id <= edge.id`,
    [accountId, count],
  );
}
