import type { FinancialTransfer } from '@kassa/iso20022';
import { currencyOf, money, sum } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { atZone, instant, type PlainDate } from '@kassa/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directoryOf } from '../members/directory.ts';
import { decideSettlement, netPositions, settlesOn } from './decide.ts';

const bam = unwrap(currencyOf('BAM'));
const nok = unwrap(currencyOf('NOK'));
const members = directoryOf({
  holdsOtherCurrencies: false,
  members: ['MOZAIK', 'ZELENA', 'PLAVA'].map((code) => ({
    code,
    name: code,
    party: code.toLowerCase(),
    url: 'http://127.0.0.1',
    key: new Secret(`key-${code}`),
    deliveryKey: new Secret(`to-${code}`),
    bankCodes: [],
    liquidity: { BAM: '1000.00' },
    routingNumbers: [],
    debitCaps: {},
    collateral: {},
  })),
});
const mozaik = unwrap(found('MOZAIK'));

const pays = (debtor: string, creditor: string, minor: number, currency = bam) => ({
  endToEndId: `${debtor}-${creditor}`,
  amount: money(currency, minor),
  debtor,
  creditor,
});

describe('an instruction to settle nets', () => {
  const good = [pays('PLAVA', 'MOZAIK', 9_880), pays('MOZAIK', 'ZELENA', 9_850)];
  test.each<[string, FinancialTransfer[], string | undefined]>([
    ['one amount for each member', good, undefined],
    ['nothing to pay', [pays('PLAVA', 'MOZAIK', 0)], 'zero_amount'],
    ['a stranger who pays', [pays('CRVENA', 'MOZAIK', 1)], 'unknown_debtor'],
    ['a stranger who is paid', [pays('MOZAIK', 'CRVENA', 1)], 'unknown_creditor'],
    ['a member against itself', [pays('MOZAIK', 'MOZAIK', 1)], 'not_net'],
    ['other people’s money', [pays('PLAVA', 'ZELENA', 1)], 'not_yours'],
    ['a member twice', [...good, pays('MOZAIK', 'PLAVA', 1)], 'not_net'],
    ['a currency without account', [pays('PLAVA', 'MOZAIK', 1, nok)], 'currency_not_held'],
    ['a stranger with nothing', [pays('CRVENA', 'MOZAIK', 0)], 'zero_amount'],
    ['strangers among themselves', [pays('CRVENA', 'SIVA', 1)], 'unknown_debtor'],
  ])('with %s', (_, transfers, code) => {
    const decided = decideSettlement(
      { messageId: 'M1', createdAtMs: instant(0), settledOn: '2026-11-23', transfers },
      mozaik,
      members,
    );
    expect(decided.ok ? undefined : decided.error.code).toBe(code);
  });

  test('gives each member its net, and the nets sum to zero', () => {
    expect(netPositions(good).map(({ member, amount }) => [member, amount.minor])).toEqual([
      ['PLAVA', -9_880n],
      ['MOZAIK', 30n],
      ['ZELENA', 9_850n],
    ]);
  });

  test('sums to zero whatever is paid', () => {
    const code = fc.constantFrom('MOZAIK', 'ZELENA', 'PLAVA');
    const transfer = fc
      .tuple(code, code, fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(bam, nok))
      .map(([debtor, creditor, minor, currency]) => pays(debtor, creditor, minor, currency));
    fc.assert(
      fc.property(fc.array(transfer), (transfers) => {
        const positions = netPositions(transfers);
        for (const currency of [bam, nok]) {
          const amounts = positions.map(({ amount }) => amount);
          const same = amounts.filter((amount) => amount.currency === currency);
          expect(sum(currency, same).minor).toBe(0n);
        }
        expect(positions.every(({ amount }) => amount.minor !== 0n)).toBe(true);
      }),
    );
  });
});

describe('the day of settlement', () => {
  const day = { zone: 'Europe/Sarajevo', calendar: 'ba', settleAt: '08:00' } as const;
  test.each<[PlainDate, string, PlainDate, PlainDate]>([
    // Friday evening, as the network instructs: Monday.
    ['2026-11-20', '20:00', '2026-11-23', '2026-11-23'],
    // A day that has passed, or a Sunday: the next morning on which banks work.
    ['2026-11-20', '20:00', '2026-11-20', '2026-11-23'],
    ['2026-11-20', '20:00', '2026-11-22', '2026-11-23'],
    ['2026-11-20', '07:59', '2026-11-20', '2026-11-20'],
    ['2026-11-20', '08:00', '2026-11-20', '2026-11-23'],
    // 25 November is Statehood Day.
    ['2026-11-24', '20:00', '2026-11-25', '2026-11-26'],
    ['2026-11-20', '20:00', '2026-11-27', '2026-11-27'],
  ])('received %s %s for %s is %s', (on, at, wished, expected) => {
    expect(settlesOn(wished, atZone(on, at, day.zone), day)).toBe(expected);
  });
});

function found(code: string) {
  const member = members.byCode(code);
  return member ? { ok: true as const, value: member } : { ok: false as const, error: code };
}
