import { describe, expect, test } from 'vitest';
import { type RuleFacts, rule } from './rule.ts';

const facts: RuleFacts = {
  reason: '13.1',
  isFraud: false,
  isVouchedFor: false,
  isFiledInTime: true,
  disputedMinor: 10_000n,
  refundedMinor: 0n,
  hasTwin: false,
  merchantShows: [],
  cardholderShows: [],
};
const fraud = { reason: '10.4', isFraud: true } as const;
const twice = { reason: '12.6.1' } as const;

describe('the network rules', () => {
  test.each<[string, Partial<RuleFacts>, 'issuer' | 'acquirer', string]>([
    ['what is filed late is lost', { isFiledInTime: false }, 'acquirer', 'filed_late'],
    ['what was given back is not owed', { refundedMinor: 10_000n }, 'acquirer', 'refunded'],
    ['a part given back is not all', { refundedMinor: 9_999n }, 'issuer', 'unproven'],
    [
      'an authenticated purchase is never lost for fraud',
      { ...fraud, isVouchedFor: true, cardholderShows: ['police_report'] },
      'acquirer',
      'liability_shift',
    ],
    ['but for what did not come', { isVouchedFor: true }, 'issuer', 'unproven'],
    ['fraud without any proof', fraud, 'issuer', 'unproven'],
    ['a receipt proves no buyer', { ...fraud, merchantShows: ['receipt'] }, 'issuer', 'unproven'],
    [
      'who wrote to the shop has bought',
      { ...fraud, merchantShows: ['customer_communication'] },
      'acquirer',
      'proven',
    ],
    [
      'unless the police know of it',
      {
        ...fraud,
        merchantShows: ['customer_communication'],
        cardholderShows: ['police_report'],
      },
      'issuer',
      'outweighed',
    ],
    ['delivery is proof', { merchantShows: ['delivery'] }, 'acquirer', 'proven'],
    [
      'unless the carrier says otherwise',
      { merchantShows: ['delivery'], cardholderShows: ['carrier_letter'] },
      'issuer',
      'outweighed',
    ],
    ['one sale is no duplicate', twice, 'acquirer', 'no_duplicate'],
    ['two are', { ...twice, hasTwin: true }, 'issuer', 'unproven'],
    [
      'unless they were two',
      { ...twice, hasTwin: true, merchantShows: ['duplicate'] },
      'acquirer',
      'proven',
    ],
    [
      'a refund comes before a duplicate',
      { ...twice, refundedMinor: 10_000n },
      'acquirer',
      'refunded',
    ],
    [
      'an unknown reason needs what nobody can show',
      { reason: '99', merchantShows: ['delivery', 'policy', 'service'] },
      'issuer',
      'unproven',
    ],
  ])('%s', (_, more, favours, ground) => {
    const ruling = rule({ ...facts, ...more });
    expect(ruling).toMatchObject({ favours, ground });
    expect(ruling.why.length).toBeLessThanOrEqual(99);
  });
});
