// Customer number and password. More than five wrong tries in a day close the door until the next
// [U05], also for the right password; a number nobody has is answered no faster and no differently.

import { keyedHash, randomToken } from '@kassa/crypto';
import { column } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { hash, verify } from '@node-rs/argon2';
import type { Bank } from '../ports.ts';

export type LoginRefusal = { readonly code: 'wrong' } | { readonly code: 'too_many_tries' };

export const wrongTriesMax = 5;
export const sessionMs = 12 * 60 * 60_000;

/** The token for the cookie. */
export async function logIn(
  bank: Bank,
  given: { readonly number: string; readonly password: string },
): Promise<Result<string, LoginRefusal>> {
  const { db, clock } = bank;
  const number = given.number.replaceAll(/\s/g, '').slice(0, 40);
  const nowMs = clock.nowMs();
  const day = dateIn(nowMs, bank.zone);
  // The try is counted before the password is looked at: many at once are not more tries.
  if (!(await countTry(bank, number, day))) return err({ code: 'too_many_tries' });
  const customer = await db.one(
    {
      text: 'select customer_id, password_hash from customer where number = $1',
      values: [number],
    },
    (row) => ({
      customerId: column.text(row, 'customer_id'),
      passwordHash: column.textOrNull(row, 'password_hash'),
    }),
  );
  if (!customer?.passwordHash) {
    // Takes as long as a wrong password does: the time must not tell who is a customer.
    await hash(given.password);
    return err({ code: 'wrong' });
  }
  if (!(await verify(customer.passwordHash, given.password))) return err({ code: 'wrong' });
  await db.exec('update wrong_login set tries = tries - 1 where number = $1 and day = $2', [
    number,
    day,
  ]);
  const token = randomToken(32);
  const row = {
    token_hash: tokenHash(bank, token),
    customer_id: customer.customerId,
    opened_at_ms: nowMs,
    expires_at_ms: nowMs + sessionMs,
  };
  await db.commit({ inserts: [{ table: 'portal_session', rows: [row] }] });
  bank.log.info({ customerId: customer.customerId }, 'logged in');
  return ok(token);
}

export async function logOut(bank: Bank, token: string): Promise<void> {
  await bank.db.exec('delete from portal_session where token_hash = $1', [tokenHash(bank, token)]);
}

export type LoggedIn = {
  readonly customerId: string;
  readonly name: string;
};

export function whoIs(bank: Bank, token: string): Promise<LoggedIn | undefined> {
  return bank.db.one(
    {
      name: 'issuer_session',
      text: `
        select u.customer_id, u.name
        from portal_session s
        join customer u on u.customer_id = s.customer_id
        where s.token_hash = $1 and s.expires_at_ms > $2`,
      values: [tokenHash(bank, token), bank.clock.nowMs()],
    },
    (row) => ({
      customerId: column.text(row, 'customer_id'),
      name: column.text(row, 'name'),
    }),
  );
}

/** False when the day's wrong tries are used up. */
async function countTry(bank: Bank, number: string, day: string): Promise<boolean> {
  const counted = await bank.db.exec(
    `insert into wrong_login (number, day, tries)
    values ($1, $2, 1)
    on conflict on constraint wrong_login_pk do update
    set tries = wrong_login.tries + 1
    where wrong_login.tries <= $3`,
    [number, day, wrongTriesMax],
  );
  return counted > 0;
}

function tokenHash(bank: Bank, token: string): string {
  return keyedHash(bank.keys.session, token);
}
