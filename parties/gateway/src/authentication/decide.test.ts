import { describe, expect, test } from 'vitest';
import { judgeAnswer, judgeResult } from './decide.ts';

const answer = {
  messageType: 'ARes',
  messageVersion: '2.2.0',
  threeDSServerTransID: '1',
  acsTransID: '2',
  dsTransID: '3',
  acsReferenceNumber: '4',
  dsReferenceNumber: '5',
} as const;
const acsURL = 'https://acs.example/challenge';

describe('the first answer', () => {
  test.each([
    ['Y', true, 'proceed 05'],
    ['A', true, 'proceed 06'],
    ['U', true, 'proceed 07'],
    ['I', true, 'proceed 07'],
    ['C', true, 'challenge'],
    ['N', true, 'authentication_failed'],
    ['R', true, 'authentication_failed'],
    ['D', true, 'authentication_required'],
    ['Y', false, 'proceed 05'],
    ['U', false, 'proceed 07'],
    ['C', false, 'authentication_required'],
  ] as const)('%s with the cardholder there: %s gives %s', (transStatus, isThere, expected) => {
    expect(show(judgeAnswer({ ...answer, transStatus, acsURL }, isThere))).toBe(expected);
  });

  test('a challenge without an address is no challenge', () => {
    const verdict = judgeAnswer({ ...answer, transStatus: 'C' }, true);
    expect(show(verdict)).toBe('authentication_unavailable');
  });

  test('the issuer names the ECI if it wishes', () => {
    expect(show(judgeAnswer({ ...answer, transStatus: 'Y', eci: '02' }, true))).toBe('proceed 02');
  });
});

describe('the result of a challenge', () => {
  test.each([
    ['Y', undefined, 'proceed 05'],
    ['A', undefined, 'proceed 06'],
    ['N', '19', 'authentication_failed'],
    ['R', '11', 'authentication_failed'],
    ['U', '14', 'authentication_expired'],
    ['U', '22', 'authentication_unavailable'],
    [undefined, undefined, 'authentication_failed'],
  ] as const)('%s %s gives %s', (transStatus, transStatusReason, expected) => {
    const result = {
      ...(transStatus && { transStatus }),
      ...(transStatusReason && { transStatusReason }),
    };
    expect(show(judgeResult(result))).toBe(expected);
  });
});

function show(verdict: ReturnType<typeof judgeAnswer>): string {
  if (verdict.kind === 'proceed') return `proceed ${verdict.eci}`;
  return verdict.kind === 'failed' ? verdict.problem : verdict.kind;
}
