import { expect, test } from 'vitest';
import type { AuthorizationEnd, AuthorizationRequest, Connector } from './connector.ts';
import { withBulkhead } from './with-bulkhead.ts';

test('beyond so many nothing is sent, advices pass, and an end makes room again', async () => {
  const waiting: ((end: AuthorizationEnd) => void)[] = [];
  const slow: Pick<Connector, 'authorize' | 'tell'> = {
    authorize: () => new Promise((resolve) => waiting.push(resolve)),
    tell: async () => ({ kind: 'acknowledged' }),
  };
  const unused = () => Promise.reject(new Error('not asked here'));
  const line: Connector = {
    ...{ name: 'slow', nameMessage: unused, increment: unused, verify: unused, inquire: unused },
    ...{ isConnected: () => true, close: async () => undefined, ...slow },
  };
  const { connector, inFlight } = withBulkhead(line, 2);
  const request: AuthorizationRequest = JSON.parse('{}');
  const first = connector.authorize(request);
  const second = connector.authorize(request);
  expect(inFlight()).toBe(2);
  expect(await connector.authorize(request)).toEqual({ kind: 'not_attempted', why: 'full' });
  expect(await connector.tell(JSON.parse('{}'))).toEqual({ kind: 'acknowledged' });
  expect(waiting).toHaveLength(2);
  for (const answer of waiting) answer({ kind: 'unknown', why: 'silence' });
  expect(await Promise.all([first, second])).toHaveLength(2);
  expect(inFlight()).toBe(0);
  await expect(connector.verify(JSON.parse('{}'))).rejects.toThrow('not asked here');
  expect(inFlight()).toBe(0);
});
