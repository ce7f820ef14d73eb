// May a member send these large-value payments: the pure part.

import type { FinancialCreditTransfer, FinancialTransfer } from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import type { Refusal } from '../errors.ts';
import type { Directory, Member } from '../members/directory.ts';

/** All of the message or none. The order of the checks is that of the refusals. */
export function checkPayments(
  message: FinancialCreditTransfer,
  sender: Member,
  members: Directory,
): Result<void, Refusal> {
  const references = new Set<string>();
  for (const transfer of message.transfers) {
    const { endToEndId } = transfer;
    if (references.has(endToEndId)) {
      return err({ code: 'repeated_reference', detail: `${endToEndId} comes twice` });
    }
    references.add(endToEndId);
    const refusal = refusalOf(transfer, sender, members);
    if (refusal) return err(refusal);
  }
  return ok(undefined);
}

function refusalOf(
  { endToEndId, amount, debtor, creditor }: FinancialTransfer,
  sender: Member,
  members: Directory,
): Refusal | undefined {
  if (amount.minor === 0n) return { code: 'zero_amount', detail: `payment ${endToEndId}` };
  if (debtor !== sender.code) {
    return { code: 'not_yours', detail: `${endToEndId} would debit ${debtor}` };
  }
  const payee = members.byCode(creditor);
  if (!payee) return { code: 'unknown_creditor', detail: `${creditor} is no member` };
  if (payee === sender) return { code: 'pays_itself', detail: `${endToEndId} goes to ${creditor}` };
  for (const member of [sender, payee]) {
    if (!members.mayHold(member, amount.currency)) {
      return { code: 'currency_not_held', detail: `${member.code} holds no ${amount.currency}` };
    }
  }
  return undefined;
}
