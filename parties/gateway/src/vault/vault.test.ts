import { randomBytes } from 'node:crypto';
import { openEnvelope } from '@kassa/crypto';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { virtualClock } from '@kassa/time';
import { describe, expect, test } from 'vitest';
import { lookUpBin } from './bin-table.ts';
import { checkCard, type TypedCard } from './check-card.ts';
import { noNeighbours, openCvcMemory } from './cvc-memory.ts';
import { noBilling } from './store.ts';
import { openVault } from './vault.ts';

const nowMs = Date.UTC(2026, 10, 22);
const card: TypedCard = {
  number: '4242 4242 4242 4242',
  expiry: { month: '12', year: '34' },
  cvc: '123',
  holder: 'Hana',
};
const rules = { nowMs, needsCvc: true, needsHolder: true };

describe('what was typed', () => {
  test.each<[string, Partial<TypedCard>, string]>([
    ['a good card', {}, ''],
    ['no number', { number: '' }, 'number number_incomplete'],
    ['half a number', { number: '4242 4242' }, 'number number_incomplete'],
    ['one digit wrong', { number: '4242424242424241' }, 'number number_wrong'],
    ['letters', { number: '4242 4242 4242 424x' }, 'number number_wrong'],
    ['no month', { expiry: { month: '', year: '30' } }, 'expiry expiry_incomplete'],
    ['month 13', { expiry: { month: '13', year: '30' } }, 'expiry expiry_incomplete'],
    ['last month', { expiry: { month: '10', year: '26' } }, 'expiry expiry_past'],
    ['this month', { expiry: { month: '11', year: '2026' } }, ''],
    ['in a hundred years', { expiry: { month: '1', year: '2126' } }, 'expiry expiry_far'],
    ['no CVC', { cvc: '' }, 'cvc cvc_incomplete'],
    ['four digits for Visa', { cvc: '1234' }, 'cvc cvc_wrong_length'],
    ['three digits for Amex', { number: '378282246310005' }, 'cvc cvc_wrong_length'],
    ['four digits for Amex', { number: '378282246310005', cvc: '1234' }, ''],
    ['no name', { holder: ' ' }, 'holder holder_missing'],
    [
      'nothing right',
      { number: '1', expiry: { month: '1', year: '20' }, cvc: 'x', holder: '' },
      'number number_incomplete, expiry expiry_past, cvc cvc_incomplete, holder holder_missing',
    ],
  ])('%s', (_name, change, faults) => {
    const checked = checkCard({ ...card, ...change }, rules);
    const told = checked.ok ? [] : checked.error.faults;
    expect(told.map(({ field, fault }) => `${field} ${fault}`).join(', ')).toBe(faults);
  });

  test('by API the CVC and the name may be left out', () => {
    const lax = { nowMs, needsCvc: false, needsHolder: false };
    expect(checkCard({ ...card, cvc: '', holder: '' }, lax).ok).toBe(true);
  });
});

describe('the table of ranges', () => {
  test.each([
    ['424242424', 'visa credit US'],
    ['400000070', 'visa debit BA'],
    ['400000276', 'visa credit DE'],
    ['400000826', 'visa credit GB'],
    ['555555555', 'mastercard credit US'],
    ['222100000', 'mastercard credit '],
    ['272099999', 'mastercard credit '],
    ['272100000', 'unknown unknown '],
    ['378282246', 'amex credit US'],
    ['999999999', 'unknown unknown '],
  ])('%s is %s', (digits, expected) => {
    const { brand, funding, country } = lookUpBin(digits);
    expect(`${brand} ${funding} ${country}`).toBe(expected);
  });
});

describe('the vault', () => {
  const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => nowMs } });
  const key = () => new Secret(randomBytes(32));
  let count = 0;
  const vault = openVault({
    envelope: openEnvelope({ currentId: 'k1', keys: { k1: key() } }),
    fingerprintKey: key(),
    cvcs: openCvcMemory(clock, noNeighbours),
    makeId: (prefix) => `${prefix}_${count++}`,
  });
  const seal = (accountId: 'acct_diva' | 'acct_nordlys') =>
    vault.seal(unwrap(checkCard(card, rules)), {
      accountId,
      nowMs,
      billing: noBilling,
      metadata: {},
      customer: null,
    });

  test('gives a number back to who may open it, and shows it to nobody', () => {
    const method = seal('acct_diva');
    expect(JSON.stringify(method)).not.toMatch(/4242424242424242|"123"/);
    const open = unwrap(vault.cardFor(method.sealed));
    expect(open.pan.reveal()).toBe('4242424242424242');
    expect(open.cvc?.reveal()).toBe('123');
    expect(JSON.stringify(open)).not.toMatch(/4242424242424242|123/);
  });

  test('knows the same card again at one merchant, and never across two', () => {
    const [one, again, other] = [seal('acct_diva'), seal('acct_diva'), seal('acct_nordlys')];
    expect(one.face.fingerprint).toBe(again.face.fingerprint);
    expect(one.face.fingerprint).not.toBe(other.face.fingerprint);
    expect(one.sealed.sealedPan).not.toBe(again.sealed.sealedPan);
  });

  test('does not open what was moved to another row', () => {
    const [one, other] = [seal('acct_diva'), seal('acct_nordlys')];
    const moved = { ...other.sealed, sealedPan: one.sealed.sealedPan };
    expect(vault.cardFor(moved)).toEqual({ ok: false, error: { code: 'card_unreadable' } });
  });

  test('forgets a CVC when it was used, and by itself after an hour', () => {
    const [used, left] = [seal('acct_diva'), seal('acct_diva')];
    vault.forgetCvc(used.sealed);
    expect(unwrap(vault.cardFor(used.sealed)).cvc).toBeNull();
    clock.setOffsetMs(3_600_001);
    expect(unwrap(vault.cardFor(left.sealed)).cvc).toBeNull();
  });
});
