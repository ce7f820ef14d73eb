// Opens the bank's book and its customers, each customer in one unit, once: a customer who is there
// already is left as life has made them.

import { type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert, unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { hash } from '@node-rs/argon2';
import { customerPath, openBankAccounts, openCustomerAccount, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { cvcCheckValue } from '../cards/cvc.ts';
import { registerPan } from '../cards/pan-register.ts';
import type { Bank } from '../ports.ts';
import { historyOf } from './history.ts';
import type { Seed, SeedAccount, SeedCard, SeedCustomer } from './seed-schema.ts';

const dayMs = 86_400_000;
const openedDaysAgo = 90;

export async function seedBank(bank: Bank, seed: Seed): Promise<void> {
  const currencies = new Set([
    bank.currency,
    ...seed.reserves.map((reserve) => reserve.currency),
    ...seed.customers.flatMap((customer) => customer.accounts.map((one) => one.currency)),
  ]);
  const opened = await bank.db.commit(
    unit(...[...currencies].map((currency) => openBankAccounts(bank, currency))),
  );
  assert(opened.ok, 'the bank opens its book');
  await seedReserves(bank, seed);
  await seedRates(bank, seed);
  const known = await bank.db.query(
    { text: 'select customer_id from customer' },
    (row) => row['customer_id'],
  );
  for (const customer of seed.customers.filter(({ id }) => !known.includes(id))) {
    await seedCustomer(bank, customer);
  }
}

/** The id of the first seed's transaction is fixed, so that no start can book it twice. */
async function seedReserves(bank: Bank, seed: Seed): Promise<void> {
  const at = bank.clock.nowMs() - openedDaysAgo * dayMs;
  for (const reserve of seed.reserves) {
    const committed = await bank.db.commit(
      post([
        {
          kind: 'posted',
          accountId: bank.book,
          id: `ltx_0${reserve.currency.replaceAll(/[ILOU]/g, '0')}${'0'.repeat(22)}`,
          at,
          description: 'Opening of the account at the clearing house',
          entries: [
            ...entry(paths.reserve, 'debit', reserve.currency, reserve.minor),
            ...entry(paths.capital, 'credit', reserve.currency, reserve.minor),
          ],
        },
      ]),
    );
    const isDone = committed.ok || committed.error.code === 'conflict';
    assert(isDone, 'the reserve is opened');
  }
}

/** A rate that has not changed is not quoted again. */
async function seedRates(bank: Bank, seed: Seed): Promise<void> {
  const nowMs = bank.clock.nowMs();
  for (const { sold, bought, rate } of seed.rates) {
    await bank.db.exec(
      `insert into exchange_rate (exchange_rate_id, sold, bought, rate, quoted_at_ms)
      select $1, $2, $3, $4::numeric, $5
      where $4::numeric is distinct from (
        select x.rate
        from exchange_rate x
        where x.sold = $2 and x.bought = $3
        order by x.quoted_at_ms desc
        limit 1
      )`,
      [bank.makeId('fx'), sold, bought, rate, nowMs],
    );
  }
}

async function seedCustomer(bank: Bank, customer: SeedCustomer): Promise<void> {
  const passwordHash = customer.password ? await hash(customer.password.reveal()) : null;
  const row = {
    customer_id: customer.id,
    number: customer.number,
    kind: customer.kind,
    name: customer.name,
    phone: customer.phone ?? null,
    language: customer.language,
    password_hash: passwordHash,
  };
  const committed = await bank.db.commit(
    unit(
      { inserts: [{ table: 'customer', rows: [row] }] },
      ...customer.accounts.map((account) => accountUnit(bank, customer, account)),
    ),
  );
  assert(committed.ok, `customer ${customer.id} cannot be seeded: ${JSON.stringify(committed)}`);
}

function accountUnit(bank: Bank, customer: SeedCustomer, account: SeedAccount): Unit {
  const { id: bankAccountId, currency, creditLineMinor, name } = account;
  const openedAtMs = bank.clock.nowMs() - openedDaysAgo * dayMs;
  const cards = account.cards.map((card) => ({
    card,
    row: cardRow(bank, customer, account, card),
  }));
  const past = cards
    .flatMap(({ card, row }) => card.history.map((payment) => ({ payment, cardId: row.card_id })))
    // The book is read in the order of its ids: the oldest payment is booked first.
    .sort((one, other) => other.payment.daysAgo - one.payment.daysAgo);
  const spent = past.reduce((sum, { payment }) => sum + payment.minor, 0n);
  const opened = opening(bank, account, account.balanceMinor + spent, openedAtMs);
  const history = past.map(({ payment, cardId }) =>
    historyOf(bank, { cardId, bankAccountId, currency }, payment),
  );
  return unit(
    {
      inserts: [
        {
          table: 'bank_account',
          rows: [
            {
              bank_account_id: bankAccountId,
              customer_id: customer.id,
              iban: account.iban.replaceAll(' ', ''),
              name,
              currency,
            },
          ],
        },
        {
          table: 'sub_account',
          rows: [
            {
              bank_account_id: bankAccountId,
              currency,
              credit_line_minor: creditLineMinor,
              opened_at_ms: openedAtMs,
            },
          ],
        },
        { table: 'card', rows: cards.map(({ row }) => row) },
        { table: 'card_authorization', rows: history.map((payment) => payment.row) },
      ],
    },
    openCustomerAccount(bank, { bankAccountId, currency, creditLineMinor, name }),
    opened,
    post(history.map((payment) => payment.posting)),
  );
}

function opening(bank: Bank, account: SeedAccount, minor: bigint, at: number): Unit {
  if (minor <= 0n) return {};
  return post([
    {
      kind: 'posted',
      accountId: bank.book,
      id: bank.makeId('ltx'),
      at,
      description: 'Opening balance',
      entries: [
        ...entry(paths.vault, 'debit', account.currency, minor),
        ...entry(customerPath(account.id), 'credit', account.currency, minor),
      ],
    },
  ]);
}

function cardRow(bank: Bank, customer: SeedCustomer, account: SeedAccount, card: SeedCard) {
  const cardId = bank.makeId('card');
  const pan = unwrap(Pan.parse(card.pan));
  const registered = registerPan(bank.keys, cardId, pan);
  const { limits } = card;
  return {
    card_id: cardId,
    bank_account_id: account.id,
    currency: account.currency,
    holder_name: customer.name,
    pan_hash: registered.panHash,
    pan_sealed: registered.sealed,
    pan_last4: registered.last4,
    expiry: card.expiry,
    expiry_rule: card.expiryRule,
    cvc_rule: card.cvcRule,
    cvc_check: card.cvc ? cvcCheckValue(bank.keys.cvc, pan.reveal(), card.cvc.reveal()) : null,
    authentication: card.authentication,
    status: card.status,
    dispute_plan: card.disputes ?? null,
    payment_max_minor: limits.paymentMaxMinor,
    day_max_minor: limits.dayMaxMinor,
    day_count_max: limits.dayCountMax,
    is_online_allowed: limits.isOnlineAllowed,
    online_max_minor: limits.onlineMaxMinor,
    is_cross_border_allowed: limits.isCrossBorderAllowed,
  };
}
