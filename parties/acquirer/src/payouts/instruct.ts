// The gateway tells us to pay a part of what is at a merchant's disposal to an account: once for each
// reference, however often it is told.

import { unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import type { Money } from '@kassa/money';
import { Bug, err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { bookId, instructedEntries, openDisposalAccount } from '../book/chart.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import type { Payout } from './payout.ts';
import { findInstruction, type NewPayout, recordInstruction } from './store.ts';
import { transferOf } from './transfer.ts';

export type Instruction = {
  readonly reference: string;
  readonly amount: Money;
  /** Null: to the account in the contract. */
  readonly to: { readonly iban: string; readonly holder: string } | null;
  readonly remittance: string;
};

export type InstructionRefusal =
  /** Everything due is paid out every banking day: there is nothing to be told. */
  | { readonly code: 'paid_out_daily' }
  /** Another instruction bears this reference. */
  | { readonly code: 'reference_used' }
  | { readonly code: 'not_covered' };

export async function instruct(
  ports: Ports,
  contract: Contract,
  instruction: Instruction,
): Promise<Result<Payout, InstructionRefusal>> {
  if (contract.payoutBy === 'day') return err({ code: 'paid_out_daily' });
  const known = await findInstruction(ports.db, contract.mid, instruction.reference);
  if (known !== undefined) return sameOr(known, contract, instruction);
  const payout = payoutOf(ports, contract, instruction);
  const committed = await ports.db.commit(
    unit(
      recordInstruction(payout),
      openDisposalAccount(contract.mid, payout.amount.currency),
      post([
        {
          accountId: bookId,
          id: ports.makeId('ltx'),
          at: payout.createdAtMs,
          kind: 'posted',
          description: `Payout to ${payout.holder}`,
          reference: payout.id,
          entries: instructedEntries(contract.mid, payout.amount),
        },
      ]),
    ),
  );
  if (committed.ok) {
    return ok({ ...payout, attempts: 0, state: 'created', endedAtMs: null, reason: null });
  }
  const { error } = committed;
  if (error.code === 'refused' && error.reason === 'insufficient_funds') {
    return err({ code: 'not_covered' });
  }
  // The same on two connections at once.
  const isTaken = error.code === 'conflict' && error.constraint === 'payout_by_reference';
  const other = isTaken && (await findInstruction(ports.db, contract.mid, payout.reference));
  if (other) return sameOr(other, contract, instruction);
  throw new Bug(`an instruction was refused by the database: ${JSON.stringify(error)}`);
}

function sameOr(
  known: Payout,
  contract: Contract,
  { amount, to }: Instruction,
): Result<Payout, InstructionRefusal> {
  const isSame =
    known.amount.minor === amount.minor &&
    known.amount.currency === amount.currency &&
    known.iban === (to?.iban ?? contract.iban);
  return isSame ? ok(known) : err({ code: 'reference_used' });
}

function payoutOf(
  { clock, makeId, bank }: Ports,
  contract: Contract,
  instruction: Instruction,
): NewPayout & { readonly reference: string } {
  const { amount, reference, remittance, to } = instruction;
  const { iban, holder } = to ?? contract;
  const atMs = clock.nowMs();
  const id = makeId('po');
  const valueOn = dateIn(atMs, contract.zone);
  const transfer = { id, amount, iban, holder, remittance, atMs, valueOn };
  return {
    ...{ id, mid: contract.mid, kind: 'instructed', reference, amount, iban, holder, valueOn },
    createdAtMs: atMs,
    message: transferOf(bank, transfer),
  };
}
