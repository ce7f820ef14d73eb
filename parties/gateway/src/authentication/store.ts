// Authentications in the database.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { type AccountId, idFrom, type SubjectId } from '../ids.ts';
import type { Authentication } from './authentication.ts';

export function insertAuthentication(one: Authentication): Unit {
  const row = {
    account_id: one.accountId,
    id: one.id,
    intent_id: one.subjectId,
    attempt_id: one.attemptId,
    state: one.state,
    version: one.version,
    server_trans_id: one.serverTransId,
    ds_trans_id: one.dsTransId,
    acs_trans_id: one.acsTransId,
    acs_url: one.acsUrl,
    trans_status: one.transStatus,
    trans_status_reason: one.transStatusReason,
    eci: one.eci,
    proof_sealed: one.proofSealed,
    created_at: one.createdAtMs,
    result_at: one.resultAtMs,
  };
  return { inserts: [{ table: 'authentication', rows: [row] }] };
}

export type Result = Pick<
  Authentication,
  'transStatus' | 'transStatusReason' | 'eci' | 'proofSealed' | 'resultAtMs'
>;

/** The result of a challenge comes once; a second one finds the row ended and is refused. */
export function recordResult(one: Authentication, result: Result): Unit {
  return {
    updates: [
      {
        as: 'authentication',
        table: 'authentication',
        key: { account_id: one.accountId, id: one.id },
        set: {
          state: 'ended',
          trans_status: result.transStatus,
          trans_status_reason: result.transStatusReason,
          eci: result.eci,
          proof_sealed: result.proofSealed,
          result_at: result.resultAtMs,
        },
        expect: { state: 'challenged' },
      },
    ],
  };
}

/** Messages of the directory server and the browser name the transaction, not the merchant. */
export async function findByServerTransId(
  db: Database,
  serverTransId: string,
): Promise<Authentication | undefined> {
  const text = 'select * from authentication where server_trans_id = $1';
  return db.one({ text, values: [serverTransId] }, decodeAuthentication);
}

/** By the id that our own addresses carry. */
export async function findAuthentication(
  db: Database,
  id: string,
): Promise<Authentication | undefined> {
  const text = 'select * from authentication where id = $1';
  return db.one({ text, values: [id] }, decodeAuthentication);
}

export async function loadAuthentication(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Authentication | undefined> {
  const text = 'select * from authentication where account_id = $1 and id = $2';
  return db.one({ text, values: [accountId, id] }, decodeAuthentication);
}

function subjectOf(id: string): SubjectId {
  return id.startsWith('seti_') ? idFrom('seti', id) : idFrom('pi', id);
}

function attemptOf(id: string): Authentication['attemptId'] {
  return id.startsWith('setatt_') ? idFrom('setatt', id) : idFrom('att', id);
}

function decodeAuthentication(row: RawRow): Authentication {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('auth', column.text(row, 'id')),
    subjectId: subjectOf(column.text(row, 'intent_id')),
    attemptId: attemptOf(column.text(row, 'attempt_id')),
    state: column.oneOf(row, 'state', ['challenged', 'ended']),
    version: column.oneOf(row, 'version', ['2.1.0', '2.2.0']),
    serverTransId: column.text(row, 'server_trans_id'),
    dsTransId: column.textOrNull(row, 'ds_trans_id'),
    acsTransId: column.textOrNull(row, 'acs_trans_id'),
    acsUrl: column.textOrNull(row, 'acs_url'),
    transStatus: column.textOrNull(row, 'trans_status'),
    transStatusReason: column.textOrNull(row, 'trans_status_reason'),
    eci: column.textOrNull(row, 'eci'),
    proofSealed: column.textOrNull(row, 'proof_sealed'),
    createdAtMs: column.integer(row, 'created_at'),
    resultAtMs: column.integerOrNull(row, 'result_at'),
  };
}
