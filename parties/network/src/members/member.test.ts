import { Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { checkMembers } from './check-members.ts';
import { type CardRange, type Member, rangeOf } from './member.ts';

const range = (prefix: string, issuerId: string): CardRange => ({
  prefix,
  issuerId,
  product: 'consumer_debit',
  country: 'BA',
  isEnrolled: true,
});

describe('routing by card number', () => {
  const ranges = [range('4', '1'), range('400000', '2'), range('400000070', '3')];
  test.each([
    ['4000000700000004', '3'],
    ['4000000000009995', '2'],
    ['4242424242424242', '1'],
    ['5555555555554444', undefined],
  ])('the longest prefix of %s belongs to %s', (digits, issuerId) => {
    expect(rangeOf(ranges, digits)?.issuerId).toBe(issuerId);
  });
});

test('settings that contradict themselves are told at the start, all of them', () => {
  const member = (id: string, clearingCode: string): Member => ({
    id,
    party: id,
    name: id,
    country: 'BA',
    clearingCode,
    issuer: {
      host: 'h',
      port: 1,
      url: 'http://h',
      key: new Secret('k'),
      signOnKey: new Secret('s'),
    },
  });
  const members = [member('1', 'ONE'), member('01', 'ONE')];
  const start = () => checkMembers({ members, ranges: [range('4', '1'), range('4', '9')] });
  expect(start).toThrow(/two members are 00000000001; .*ONE; .*ranges are 4; .*9 is no issuer/);
});
