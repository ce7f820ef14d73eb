// Collections, the pure part: may this bank collect, and whose bank is the debtor's. Whether the debtor
// has agreed is for that bank to say.

import type { Collection, CollectionBatch, DirectDebitInitiation } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import { bankNotProvided } from '../credit-transfers/decide.ts';
import type { Refusal } from '../errors.ts';
import type { Directory, Member } from '../members/directory.ts';

export type RoutedCollection = {
  readonly batch: CollectionBatch;
  readonly collection: Collection;
  readonly debtorBank: Member;
};

/** All collections of the message or none. The order of the checks is that of the refusals. */
export function decideCollections(
  message: DirectDebitInitiation,
  sender: Member,
  members: Directory,
): Result<readonly RoutedCollection[], Refusal> {
  const routed: RoutedCollection[] = [];
  const references = new Set<string>();
  for (const batch of message.batches) {
    const refusal = refusalOf(batch, sender, members);
    if (refusal) return err(refusal);
    for (const collection of batch.collections) {
      const { endToEndId } = collection;
      if (references.has(endToEndId)) {
        return err({ code: 'repeated_reference', detail: `${endToEndId} comes twice` });
      }
      references.add(endToEndId);
      const debtorBank = route(collection, sender, members);
      if (!debtorBank.ok) return debtorBank;
      routed.push({ batch, collection, debtorBank: debtorBank.value });
    }
  }
  return ok(routed);
}

function refusalOf(
  { id, creditor, creditorAgent }: CollectionBatch,
  sender: Member,
  members: Directory,
): Refusal | undefined {
  if (creditorAgent !== sender.code) {
    return { code: 'not_yours', detail: `${id} would collect for ${creditorAgent}` };
  }
  if (members.byIban(creditor.account) !== sender) {
    return { code: 'unknown_account', detail: `${creditor.account} is not at ${sender.code}` };
  }
  return undefined;
}

function route(
  { endToEndId, amount, debtor, debtorAgent }: Collection,
  sender: Member,
  members: Directory,
): Result<Member, Refusal> {
  if (amount.minor === 0n) return err({ code: 'zero_amount', detail: `collection ${endToEndId}` });
  const debtorBank = members.byIban(debtor.account);
  if (!debtorBank) {
    const detail = `${debtor.account} is at no member bank`;
    return err({ code: 'unknown_debtor_account', detail });
  }
  if (debtorAgent !== bankNotProvided && debtorAgent !== debtorBank.code) {
    const detail = `${debtor.account} is at ${debtorBank.code}, not at ${debtorAgent}`;
    return err({ code: 'unknown_debtor', detail });
  }
  for (const member of [sender, debtorBank]) {
    if (!members.mayHold(member, amount.currency)) {
      const detail = `${member.code} holds no ${amount.currency}`;
      return err({ code: 'currency_not_held', detail });
    }
  }
  return ok(debtorBank);
}
