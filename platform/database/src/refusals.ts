// From PostgreSQL's errors to refusals of a unit. Whatever is not listed is a bug and is thrown.

import type { Refused } from './unit.ts';

/** An error as the server reports it. */
export type ServerError = {
  readonly code: string;
  readonly message: string;
  readonly constraint: string | undefined;
  readonly detail: string | undefined;
};

const integrityViolations = new Set(['23503', '23505', '23514', '23P01']);
/** Serialization failure, deadlock: nothing happened, and the same unit may well succeed. */
const passing = new Set(['40001', '40P01']);

export function asRefused(error: unknown): Refused | undefined {
  const server = serverError(error);
  if (!server) return undefined;
  if (server.code === 'KA002') return { code: 'guard', guard: server.message };
  if (server.code === 'KA001') {
    const { message: reason, detail } = server;
    return detail ? { code: 'refused', reason, detail } : { code: 'refused', reason };
  }
  if (integrityViolations.has(server.code) && server.constraint) {
    return { code: 'conflict', constraint: ofWhole(server.constraint) };
  }
  return undefined;
}

/** Each partition has a primary key of its own, `event__20261126_pkey`: callers know it as `event_pk`. */
function ofWhole(constraint: string): string {
  return constraint.replace(/^(.+)__[a-z0-9]+_pkey$/, '$1_pk');
}

export function mayRetry(error: unknown): boolean {
  const server = serverError(error);
  return server !== undefined && passing.has(server.code);
}

/**
 * The server refused the statement and lives on. Not so when it ends the connection (class 57P: it is
 * shut down, or the backend was killed) or the connection breaks: then nobody knows.
 */
export function hasRefused(error: unknown): boolean {
  const server = serverError(error);
  return (
    server !== undefined && /^[0-9A-Z]{5}$/.test(server.code) && !/^(57P|08)/.test(server.code)
  );
}

export function serverError(error: unknown): ServerError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  return {
    code: error.code,
    message: error.message,
    constraint: textOf(error, 'constraint'),
    detail: textOf(error, 'detail'),
  };
}

function textOf(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
