// Operators, their sessions and their wrong tries in the database.

import { column, type Database } from '@kassa/database';
import { hash, verify } from '@node-rs/argon2';
import { type Operator, type OperatorSeed, roles } from './operator.ts';

/** The configuration wins: who is not in it any more does not get in, and their sessions end. */
export async function seedOperators(
  db: Database,
  seeds: readonly OperatorSeed[],
  nowMs: number,
): Promise<void> {
  for (const { email, name, role, password } of seeds) {
    const known = await findOperator(db, email);
    const isSame = known !== undefined && (await verify(known.passwordHash, password.reveal()));
    const passwordHash = isSame ? known.passwordHash : await hash(password.reveal());
    if (known !== undefined && !isSame) await endSessionsOf(db, email);
    await db.exec(
      `insert into operator (email, name, role, password_hash, is_active, seeded_at)
       values ($1, $2, $3, $4, true, $5)
       on conflict on constraint operator_pk do update
       set name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,
         is_active = true, seeded_at = excluded.seeded_at`,
      [email, name, role, passwordHash, nowMs],
    );
  }
  await db.exec('update operator set is_active = false where email <> all($1)', [
    seeds.map(({ email }) => email),
  ]);
}

export type KnownOperator = Operator & { readonly passwordHash: string };

export function findOperator(db: Database, email: string): Promise<KnownOperator | undefined> {
  const text = 'select * from operator where email = $1 and is_active';
  return db.one({ text, values: [email] }, (row) => ({
    email: column.text(row, 'email'),
    name: column.text(row, 'name'),
    role: column.oneOf(row, 'role', roles),
    passwordHash: column.text(row, 'password_hash'),
  }));
}

export type NewSession = {
  readonly tokenHash: string;
  readonly email: string;
  readonly openedAtMs: number;
  readonly expiresAtMs: number;
};

export async function insertSession(db: Database, session: NewSession): Promise<void> {
  const { tokenHash, email, openedAtMs, expiresAtMs } = session;
  await db.exec(
    `insert into operator_session (token_hash, email, opened_at, expires_at)
     values ($1, $2, $3, $4)`,
    [tokenHash, email, openedAtMs, expiresAtMs],
  );
}

/** Who holds the session now: a changed role counts at once. */
export function holderOf(
  db: Database,
  tokenHash: string,
  nowMs: number,
): Promise<Operator | undefined> {
  const text = `
    select o.email, o.name, o.role
    from operator_session s
    join operator o on o.email = s.email
    where s.token_hash = $1 and s.expires_at > $2 and o.is_active`;
  return db.one({ name: 'operator_session', text, values: [tokenHash, nowMs] }, (row) => ({
    email: column.text(row, 'email'),
    name: column.text(row, 'name'),
    role: column.oneOf(row, 'role', roles),
  }));
}

export async function endSession(db: Database, tokenHash: string): Promise<void> {
  await db.exec('delete from operator_session where token_hash = $1', [tokenHash]);
}

async function endSessionsOf(db: Database, email: string): Promise<void> {
  await db.exec('delete from operator_session where email = $1', [email]);
}

export type DayOf = { readonly email: string; readonly day: number };

/** False when the day's tries are used up. Counted before the password is looked at. */
export async function countTry(db: Database, of: DayOf, triesMax: number): Promise<boolean> {
  const counted = await db.exec(
    `insert into operator_wrong_try (email, day, tries) values ($1, $2, 1)
     on conflict on constraint operator_wrong_try_pk do update
     set tries = operator_wrong_try.tries + 1
     where operator_wrong_try.tries < $3`,
    [of.email, of.day, triesMax],
  );
  return counted > 0;
}

/** It was the right password after all. */
export async function uncountTry(db: Database, { email, day }: DayOf): Promise<void> {
  await db.exec(
    'update operator_wrong_try set tries = tries - 1 where email = $1 and day = $2 and tries > 0',
    [email, day],
  );
}

export async function forgetOldSessions(db: Database, nowMs: number): Promise<void> {
  await db.exec('delete from operator_session where expires_at < $1', [nowMs]);
  await db.exec('delete from operator_wrong_try where day < $1', [dayOf(nowMs) - 1]);
}

export const dayOf = (nowMs: number): number => Math.floor(nowMs / 86_400_000);
