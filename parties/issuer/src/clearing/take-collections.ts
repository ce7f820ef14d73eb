// The clearing house hands on collections (pain.008) that it has settled: each is booked on the
// customer's account under the customer's mandate, or goes back with the reason.

import { unit } from '@kassa/database';
import { type Collection, type CollectionBatch, readPain008 } from '@kassa/iso20022';
import { balance } from '@kassa/ledger';
import { assert, err, ok, type Result } from '@kassa/result';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { type SubAccount, subAccountsOfIban } from '../accounts/store.ts';
import { type CollectionRefusal, decideCollection } from '../mandates/decide.ts';
import { findMandate } from '../mandates/store.ts';
import type { Bank } from '../ports.ts';
import type { TransferRefusal } from './errors.ts';
import { isRepeated, notReadable, received } from './received.ts';
import { sendBack } from './send-back.ts';
import { isReceived } from './store.ts';

export type Collected = { readonly booked: number; readonly refused: number };

export async function takeCollections(
  bank: Bank,
  text: string,
): Promise<Result<Collected, TransferRefusal>> {
  const read = readPain008(text);
  if (!read.ok) return err(notReadable(read.error));
  const collected = { booked: 0, refused: 0 };
  for (const batch of read.value.batches) {
    for (const collection of batch.collections) {
      const reference = collection.instructionId ?? `${batch.id}/${collection.endToEndId}`;
      if (await isReceived(bank.db, reference)) continue;
      const refusal = await collect(bank, { batch, collection, reference });
      collected[refusal === undefined ? 'booked' : 'refused'] += 1;
    }
  }
  return ok(collected);
}

type Asked = {
  readonly batch: CollectionBatch;
  readonly collection: Collection;
  readonly reference: string;
};

async function collect(bank: Bank, asked: Asked): Promise<CollectionRefusal | undefined> {
  const decided = await decide(bank, asked);
  if (!decided.ok) return refuse(bank, asked, decided.error);
  const account = decided.value;
  const { batch, collection, reference } = asked;
  const { currency, minor } = collection.amount;
  const done = await bank.db.commit(
    received(bank, {
      ...{ reference, kind: 'collection', amount: collection.amount, account },
      entries: [
        ...entry(customerPath(account.bankAccountId), 'debit', currency, minor),
        ...entry(paths.reserve, 'credit', currency, minor),
      ],
      description: batch.creditor.name,
      searchedBy: collection.endToEndId,
      counterparty: batch.creditor.name,
      remittance: collection.remittance ?? collection.mandateId,
    }),
  );
  if (done.ok || isRepeated(done.error)) return undefined;
  // The money went elsewhere in this moment.
  const isUnfunded = done.error.code === 'refused' && done.error.reason === 'insufficient_funds';
  assert(isUnfunded, `a collection is refused: ${JSON.stringify(done.error)}`);
  return refuse(bank, asked, 'AM04');
}

async function decide(
  bank: Bank,
  { batch, collection }: Asked,
): Promise<Result<SubAccount, CollectionRefusal>> {
  const { amount, mandateId, debtor } = collection;
  const accounts = await subAccountsOfIban(bank.db, debtor.account);
  const account = accounts.find(({ currency }) => currency === amount.currency);
  const key = account && {
    ...{ bankAccountId: account.bankAccountId, creditorId: batch.creditorId, mandateId },
  };
  const path = customerPath(account?.bankAccountId ?? '');
  const kept = account && (await balance(bank.db, bank.book, path, amount.currency));
  return decideCollection({
    ...{ amount, account },
    hasIban: accounts.length > 0,
    mandate: key && (await findMandate(bank.db, key)),
    availableMinor: (kept?.available.minor ?? 0n) + (account?.creditLineMinor ?? 0n),
  });
}

async function refuse(
  bank: Bank,
  { batch, collection, reference }: Asked,
  reason: CollectionRefusal,
): Promise<CollectionRefusal> {
  const { endToEndId, amount } = collection;
  const counterparty = batch.creditor.name;
  const done = await bank.db.commit(
    unit(
      sendBack(bank, { reference, endToEndId, amount, isCollection: true, counterparty, reason }),
    ),
  );
  assert(
    done.ok || isRepeated(done.error),
    `a collection is not sent back: ${JSON.stringify(done)}`,
  );
  bank.log.info({ reference, reason }, 'a collection is refused');
  return reason;
}
