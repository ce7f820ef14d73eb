import { isVerified, responseCodes } from '@kassa/iso8583';
import { describe, expect, test } from 'vitest';
import { declineProblem, declineRow, declineTable } from './decline-table.ts';
import { ownProblems } from './own-problems.ts';
import { wordsKeys } from './problem.ts';

const about = { chargeId: null, paymentMethod: null };

describe('the decline table', () => {
  test.each([
    ['05', 'card_declined', 'generic_decline'],
    ['51', 'card_declined', 'insufficient_funds'],
    ['54', 'expired_card', 'expired_card'],
    ['N7', 'incorrect_cvc', 'incorrect_cvc'],
    ['41', 'card_declined', 'lost_card'],
    ['43', 'card_declined', 'stolen_card'],
    ['1A', 'authentication_required', 'authentication_required'],
    ['ZZ', 'card_declined', 'generic_decline'],
  ])('%s is %s, %s', (responseCode, code, declineCode) => {
    expect(declineProblem(responseCode, about)).toMatchObject({ responseCode, code, declineCode });
  });

  test('has a row for every code but those of a yes, and of an inquiry', () => {
    const codes = Object.keys(responseCodes).filter((code) => !isVerified(code) && code !== '09');
    expect(Object.keys(declineTable).sort()).toEqual(codes.sort());
  });

  test('a code without a row is never retried', () => {
    expect(declineRow('ZZ')).toMatchObject({ retry: 'never', stepUp: false });
  });

  test('only a demand for authentication is stepped up', () => {
    const stepped = Object.entries(declineTable).filter(([, row]) => row.stepUp);
    expect(stepped.map(([code]) => code)).toEqual(['1A']);
  });

  test('only what is nobody’s judgement may be tried elsewhere', () => {
    const elsewhere = Object.entries(declineTable).filter(([, row]) => row.elsewhere);
    expect(elsewhere.map(([code]) => code).sort()).toEqual(['91', '96']);
    expect(declineRow('ZZ').elsewhere).toBe(false);
  });

  test('a lost or stolen card looks like any other decline to who holds it', () => {
    expect(declineTable['41'].words).toBe('declined');
    expect(declineTable['43'].message).toBe(declineTable['05'].message);
  });

  test('every key of words is used', () => {
    const rows = [...Object.values(declineTable), ...Object.values(ownProblems)];
    const used = new Set<string>(rows.map((row) => row.words));
    expect(wordsKeys.filter((key) => !used.has(key))).toEqual([]);
  });
});
