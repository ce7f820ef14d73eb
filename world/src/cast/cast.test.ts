import { passesLuhn } from '@kassa/secret';
import { isValidIBAN } from 'ibantools';
import { describe, expect, test } from 'vitest';
import { cardRanges, fjord, liquidity, plava, rates } from './banks.ts';
import { fjordCustomers, merchants, plavaCustomers, testCards, tokenCards } from './cast.ts';
import { ibanOf, norwegianIban } from './iban.ts';

const allCards = [...testCards, ...tokenCards];
const customers = [...plavaCustomers, ...fjordCustomers];
const accounts = customers.flatMap((customer) => customer.accounts);

describe('the demo cast', () => {
  test('has card numbers with a valid check digit, each once', () => {
    const numbers = allCards.map((card) => card.number);
    expect(numbers.filter((number) => !passesLuhn(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('has each name of a card once, and each account', () => {
    const names = allCards.flatMap((card) => card.tokens ?? []);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const ids = accounts.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  test('has every well-known number that the issue names, and Hana’s', () => {
    const numbers = testCards.map((card) => card.number);
    const known = ['4242424242424242', '5555555555554444', '4000002760003184', '4000008260003178'];
    const ends = ['9995', '0002', '0069', '0127', '9987', '9979', '3220', '0101'];
    expect(numbers).toEqual(expect.arrayContaining(known));
    expect(numbers).toEqual(expect.arrayContaining(ends.map((end) => `400000000000${end}`)));
    expect(numbers[0]).toMatch(/^40000007000000/);
  });

  test('keeps each card at the bank that its range belongs to', () => {
    for (const { number, bank } of allCards) {
      const ranges = cardRanges.filter(({ prefix }) => number.startsWith(prefix));
      const [longest] = ranges.toSorted((one, other) => other.prefix.length - one.prefix.length);
      expect(`${number} ${longest?.issuer.name}`).toBe(`${number} ${bank}`);
    }
  });

  test('has valid IBANs, each once and of the bank that keeps it', () => {
    const ibans = accounts.map((account) => account.iban);
    expect(ibans.filter((iban) => !isValidIBAN(iban))).toEqual([]);
    expect(new Set(ibans).size).toBe(ibans.length);
    const at = (bank: typeof plava) => bank.bankCodes[0]?.code ?? '';
    for (const customer of plavaCustomers) {
      for (const { iban } of customer.accounts) expect(iban.slice(4, 7)).toBe(at(plava));
    }
    for (const customer of fjordCustomers) {
      for (const { iban } of customer.accounts) expect(iban.slice(4, 8)).toBe(at(fjord));
    }
  });

  test('has money at the central bank in every currency that a bank changes', () => {
    const changed = new Set(rates.flatMap(({ sold, bought }) => [sold, bought]));
    expect(Object.keys(liquidity).sort()).toEqual([...changed].sort());
  });

  test('pays the merchants to accounts that exist', () => {
    for (const merchant of merchants) {
      const account = accounts.find(({ iban }) => iban === merchant.iban);
      expect(account?.currency).toBe(merchant.currency);
      for (const { mid, tid } of Object.values(merchant.contracts)) {
        expect([mid.length, tid.length]).toEqual([15, 8]);
      }
    }
  });

  test.each([
    ['BA391290079401028494', ibanOf('BA', '1290079401028494')],
    ['NO9386011117947', norwegianIban('8601', '111794')],
  ])('computes the check digits of the registry’s own example %s', (example, computed) => {
    expect(computed).toBe(example);
  });
});
