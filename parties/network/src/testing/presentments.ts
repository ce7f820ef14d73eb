// Presentments as an acquirer writes them, for the tests.

import type { Presentment } from '@kassa/clearing-file';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';

export function presentment(more: Partial<Presentment> = {}): Presentment {
  return {
    sequence: 1,
    pan: unwrap(Pan.parse('4000000000009995')),
    amount: money(unwrap(currencyOf('BAM')), 10_000),
    isCredit: false,
    rrn: '632513000042',
    arn: '07000163251300004200001',
    capturedAt: Date.parse('2026-11-20T14:00:00Z'),
    authorizationCode: '123456',
    acquirerId: '70001',
    acquirerCountry: '070',
    mid: 'DIVA00000000001',
    tid: 'DIVA0001',
    mcc: '5977',
    merchantName: 'Diva shop',
    merchantCity: 'Sarajevo',
    merchantCountry: 'BA',
    entryMode: '812',
    eci: '05',
    ...more,
  };
}
