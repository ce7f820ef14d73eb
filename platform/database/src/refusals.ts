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
    return { code: 'conflict', constraint: server.constraint };
  }
  return undefined;
}

export function mayRetry(error: unknown): boolean {
  const server = serverError(error);
  return server !== undefined && passing.has(server.code);
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
