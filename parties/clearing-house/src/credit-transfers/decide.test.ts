import type { CustomerTransfer } from '@kassa/iso20022';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { instant } from '@kassa/time';
import { describe, expect, test } from 'vitest';
import { directoryOf, type Member } from '../members/directory.ts';
import { decideTransfers } from './decide.ts';

const bam = unwrap(currencyOf('BAM'));
const member = (code: string, bankCodes: { country: string; code: string }[]) => ({
  code,
  name: code,
  party: code.toLowerCase(),
  url: 'http://127.0.0.1',
  key: new Secret(code),
  deliveryKey: new Secret(code),
  bankCodes,
  liquidity: { BAM: '1.00' },
  routingNumbers: [],
  debitCaps: {},
  collateral: {},
});
const members = directoryOf({
  holdsOtherCurrencies: false,
  members: [
    member('ZELENA', [{ country: 'BA', code: '161' }]),
    member('PLAVA', [{ country: 'BA', code: '129' }]),
  ],
});

const transfer: CustomerTransfer = {
  endToEndId: 'po_1',
  amount: money(bam, 9_700),
  debtor: { name: 'Zelena banka', account: 'BA391610000000000001' },
  debtorAgent: 'ZELENA',
  creditor: { name: 'Diva', account: 'BA391290079401028494' },
  creditorAgent: 'NOTPROVIDED',
};

describe('a credit transfer', () => {
  test.each<[string, Partial<CustomerTransfer>, string]>([
    ['to the bank of the IBAN', {}, 'PLAVA'],
    ['to that bank by name', { creditorAgent: 'PLAVA' }, 'PLAVA'],
    ['of nothing', { amount: money(bam, 0) }, 'zero_amount'],
    ['of another bank’s money', { debtorAgent: 'PLAVA' }, 'not_yours'],
    [
      'to a foreign IBAN',
      { creditor: { name: 'X', account: 'DE89370400440532013000' } },
      'unknown_account',
    ],
    [
      'to a bank nobody knows',
      { creditor: { name: 'X', account: 'BA399990000000000001' } },
      'unknown_account',
    ],
    ['to the wrong bank', { creditorAgent: 'ZELENA' }, 'unknown_creditor'],
    [
      'in a currency without account',
      { amount: money(unwrap(currencyOf('USD')), 1) },
      'currency_not_held',
    ],
  ])('%s', (_, change, expected) => {
    const decided = decide([{ ...transfer, ...change }]);
    expect(decided.ok ? decided.value[0]?.receiver.code : decided.error.code).toBe(expected);
  });

  test('comes once in a message', () => {
    const decided = decide([transfer, transfer]);
    expect(decided.ok ? '' : decided.error.code).toBe('repeated_reference');
  });
});

function decide(transfers: CustomerTransfer[]) {
  const sender: Member | undefined = members.byCode('ZELENA');
  if (!sender) throw new Error('no such member');
  const header = { messageId: 'M1', createdAtMs: instant(0), settledOn: '2026-11-23' } as const;
  return decideTransfers({ ...header, transfers }, sender, members);
}
