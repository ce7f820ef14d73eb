import { virtualClock } from '@kassa/time';
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
  const clock = virtualClock({ offsetMs: 0 });
  let room = 0;
  const onRoom = () => {
    room += 1;
  };
  const { connector, inFlight, ...seats } = withBulkhead(line, 2, { clock, onRoom });
  const wire = (rrn: string) => {
    return { rrn, terminalId: 'T1', stan: '1', merchantId: 'M', transmittedAtMs: 0 };
  };
  const asked = (rrn: string): AuthorizationRequest =>
    JSON.parse(JSON.stringify({ wire: wire(rrn) }));
  const request = asked('1');
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
  expect([inFlight(), room]).toEqual([0, 3]);
  // A seat is room that nobody else gets, until it is used, left, or its taker has died.
  expect(['7', '8', '9'].map((rrn) => seats.takeSeat(wire(rrn)))).toEqual([true, true, false]);
  expect(await connector.authorize(request)).toEqual({ kind: 'not_attempted', why: 'full' });
  const seated = connector.authorize(asked('7'));
  expect(inFlight()).toBe(2);
  for (const answer of waiting) answer({ kind: 'unknown', why: 'silence' });
  expect(await seated).toMatchObject({ kind: 'unknown' });
  seats.leaveSeat(wire('8'));
  expect([inFlight(), room]).toEqual([0, 5]);
  expect(seats.takeSeat(wire('10'))).toBe(true);
  clock.setOffsetMs(60_001);
  expect(inFlight()).toBe(0);
});
