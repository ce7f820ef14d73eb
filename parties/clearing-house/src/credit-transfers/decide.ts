// Credit transfers, the pure part: whose bank is it, and may the sender send it.

import type { CustomerCreditTransfer, CustomerTransfer } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import type { Refusal } from '../errors.ts';
import type { Directory, Member } from '../members/directory.ts';

export type RoutedTransfer = { readonly transfer: CustomerTransfer; readonly receiver: Member };

/** Stands where the sender leaves it to us to find the bank by the IBAN. */
export const bankNotProvided = 'NOTPROVIDED';

/** All transfers of the message or none. The order of the checks is that of the refusals. */
export function decideTransfers(
  message: CustomerCreditTransfer,
  sender: Member,
  members: Directory,
): Result<readonly RoutedTransfer[], Refusal> {
  const routed: RoutedTransfer[] = [];
  const references = new Set<string>();
  for (const transfer of message.transfers) {
    const { endToEndId } = transfer;
    if (references.has(endToEndId)) {
      return err({ code: 'repeated_reference', detail: `${endToEndId} comes twice` });
    }
    references.add(endToEndId);
    const receiver = route(transfer, sender, members);
    if (!receiver.ok) return receiver;
    routed.push({ transfer, receiver: receiver.value });
  }
  return ok(routed);
}

function route(
  transfer: CustomerTransfer,
  sender: Member,
  members: Directory,
): Result<Member, Refusal> {
  const { endToEndId, amount, debtorAgent, creditorAgent, creditor } = transfer;
  if (amount.minor === 0n) return err({ code: 'zero_amount', detail: `transfer ${endToEndId}` });
  if (debtorAgent !== sender.code) {
    return err({ code: 'not_yours', detail: `${endToEndId} would debit ${debtorAgent}` });
  }
  const receiver = members.byIban(creditor.account);
  if (!receiver) {
    return err({ code: 'unknown_account', detail: `${creditor.account} is at no member bank` });
  }
  if (creditorAgent !== bankNotProvided && creditorAgent !== receiver.code) {
    const detail = `${creditor.account} is at ${receiver.code}, not at ${creditorAgent}`;
    return err({ code: 'unknown_creditor', detail });
  }
  for (const member of [sender, receiver]) {
    if (!members.mayHold(member, amount.currency)) {
      const detail = `${member.code} holds no ${amount.currency}`;
      return err({ code: 'currency_not_held', detail });
    }
  }
  return ok(receiver);
}
