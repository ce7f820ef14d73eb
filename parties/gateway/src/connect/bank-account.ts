// Where an account's money goes: an IBAN, or a number within the scheme of the United States. Checked
// by its own check digits; that it exists only the bank can say.

import { keyedHash } from '@kassa/crypto';
import { currencyOf } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import type { BankAccount } from './account.ts';

export type BankAccountInput = {
  readonly country: string;
  readonly currency: string;
  readonly account_number: string;
  readonly routing_number?: string | undefined;
  readonly account_holder_name?: string | undefined;
  readonly account_holder_type?: string | undefined;
  readonly account_type?: string | undefined;
};

export type BankAccountFault = {
  readonly field: 'account_number' | 'routing_number' | 'country' | 'currency';
  readonly message: string;
};

export type NewBankAccount = Omit<BankAccount, 'id' | 'createdAtMs' | 'isDefault' | 'metadata'>;

export function readBankAccount(
  input: BankAccountInput,
  key: Secret<Buffer>,
): Result<NewBankAccount, BankAccountFault> {
  const country = input.country.toUpperCase();
  const currency = input.currency.toUpperCase();
  if (!currencyOf(currency).ok) {
    return err({ field: 'currency', message: 'there is no such currency' });
  }
  const found = country === 'US' ? readUsAccount(input) : readIban(input, country);
  if (!found.ok) return found;
  const { number, routingNumber, isIban } = found.value;
  return ok({
    country,
    currency,
    number,
    isIban,
    routingNumber,
    holderName: input.account_holder_name ?? null,
    holderType: input.account_holder_type ?? null,
    accountType: input.account_type ?? null,
    fingerprint: keyedHash(key, `bank|${country}|${routingNumber ?? ''}|${number}`).slice(0, 16),
  });
}

type Numbers = Pick<BankAccount, 'number' | 'routingNumber' | 'isIban'>;

function readIban(
  { account_number: given }: BankAccountInput,
  country: string,
): Result<Numbers, BankAccountFault> {
  const number = electronicFormatIBAN(given) ?? '';
  if (!isValidIBAN(number)) {
    const message = `give an IBAN with its right check digits (${country} accounts are known by their IBAN)`;
    return err({ field: 'account_number', message });
  }
  if (!number.startsWith(country)) {
    return err({ field: 'country', message: `the IBAN is of ${number.slice(0, 2)}` });
  }
  return ok({ number, routingNumber: null, isIban: true });
}

function readUsAccount({
  account_number: number,
  routing_number: routing = '',
}: BankAccountInput): Result<Numbers, BankAccountFault> {
  if (!isRoutingNumber(routing)) {
    return err({ field: 'routing_number', message: 'give the nine digits of a bank in the US' });
  }
  if (!/^\d{4,17}$/.test(number)) {
    return err({ field: 'account_number', message: 'give 4 to 17 digits' });
  }
  return ok({ number, routingNumber: routing, isIban: false });
}

const weights = [3, 7, 1];

/** The ABA check: the digits by 3, 7, 1 in turn sum to a multiple of ten. */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false;
  const sum = [...text].reduce((all, digit, at) => all + Number(digit) * (weights[at % 3] ?? 0), 0);
  return sum > 0 && sum % 10 === 0;
}
