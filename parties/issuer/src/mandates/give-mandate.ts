// A customer agrees to collections in the net-bank, and takes it back there.

import { type Currency, type Money, parseMajor } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import type { SubAccount } from '../accounts/store.ts';
import type { Bank } from '../ports.ts';
import type { MandateKey } from './mandate.ts';
import { endMandate, recordMandate } from './store.ts';

export type MandateEntry = {
  readonly creditorId: string;
  readonly creditorName: string;
  readonly mandateId: string;
  /** In major units; empty is no limit. */
  readonly paymentMax: string;
};

export type MandateRefusal = 'incomplete' | 'bad_amount' | 'given_before' | 'not_there';

/** As ISO 20022 carries them; creditors' numbers are letters and digits. */
const identifier = /^[A-Za-z0-9+?/:().,'-]{1,35}$/;

export async function giveMandate(
  bank: Pick<Bank, 'db' | 'clock'>,
  account: SubAccount,
  entry: MandateEntry,
): Promise<Result<void, MandateRefusal>> {
  const { creditorId, mandateId, creditorName } = entry;
  const isWhole = [creditorId, mandateId].every((id) => identifier.test(id)) && creditorName !== '';
  if (!isWhole) return err('incomplete');
  const paymentMax = amountIn(entry.paymentMax, account.currency);
  if (!paymentMax.ok) return paymentMax;
  const done = await bank.db.commit(
    recordMandate({
      ...{ creditorId, mandateId, creditorName },
      bankAccountId: account.bankAccountId,
      currency: account.currency,
      paymentMax: paymentMax.value,
      givenAtMs: bank.clock.nowMs(),
      cancelledAtMs: null,
    }),
  );
  if (done.ok) return ok(undefined);
  assert(
    done.error.code === 'conflict' && done.error.constraint === 'mandate_pk',
    `a mandate was refused by the database: ${JSON.stringify(done.error)}`,
  );
  return err('given_before');
}

export async function cancelMandate(
  bank: Pick<Bank, 'db' | 'clock'>,
  key: MandateKey,
): Promise<Result<void, MandateRefusal>> {
  const done = await bank.db.commit(endMandate(key, bank.clock.nowMs()));
  return done.ok ? ok(undefined) : err('not_there');
}

function amountIn(text: string, currency: Currency): Result<Money | undefined, MandateRefusal> {
  if (text === '') return ok(undefined);
  const read = parseMajor(text.replace(',', '.'), currency);
  const isPossible = read.ok && read.value.minor > 0n && read.value.minor < 10n ** 13n;
  return isPossible ? ok(read.value) : err('bad_amount');
}
