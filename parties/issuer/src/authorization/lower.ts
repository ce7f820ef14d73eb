// A hold is made smaller, or let go: by a reversal. What has been presented of it stays cleared.

import { type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import type { Bank } from '../ports.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import { countedOf } from './price.ts';

export type Lowering = {
  /** What may be presented in all from now on, as the shop counts; never less than has been. */
  readonly totalMinor: bigint;
  /** What stays held of the card's account. */
  readonly heldMinor: bigint;
};

export function lower(bank: Bank, held: StoredAuthorization, to: Lowering): Unit {
  const { holdId, authorizationId } = held;
  const newHoldId = bank.makeId('ltx');
  const isOver = to.heldMinor === 0n;
  const state = held.presentedMinor > 0n ? 'cleared' : 'released';
  const counted = state === 'released' && isOver ? 0n : countedOf(held, to.totalMinor);
  return unit(
    {
      updates: [
        {
          as: 'still_held',
          table: 'card_authorization',
          key: { authorization_id: authorizationId },
          set: {
            ...(isOver ? { state } : { hold_id: newHoldId }),
            held_minor: to.heldMinor,
            total_minor: to.totalMinor,
            counted_minor: counted,
          },
          expect: { state: 'held', hold_id: holdId },
        },
      ],
    },
    isOver && state === 'released' ? proofFreed(held) : {},
    post(postings(bank, held, to, newHoldId)),
  );
}

function postings(
  bank: Bank,
  { holdId, bankAccountId, billed, merchantName, rrn }: StoredAuthorization,
  { heldMinor }: Lowering,
  newHoldId: Posting['id'],
): Posting[] {
  assert(holdId && bankAccountId && billed, 'what is held has a hold');
  const common = { accountId: bank.book, at: bank.clock.nowMs(), reference: rrn };
  const { currency } = billed;
  const released: Posting = {
    ...common,
    kind: 'void',
    id: bank.makeId('ltx'),
    pendingId: holdId,
    description: `Release ${merchantName}`,
    entries: [],
  };
  if (heldMinor === 0n) return [released];
  return [
    released,
    {
      ...common,
      kind: 'pending',
      id: newHoldId,
      description: `Hold ${merchantName}`,
      entries: [
        ...entry(customerPath(bankAccountId), 'debit', currency, heldMinor),
        ...entry(paths.cardsDue, 'credit', currency, heldMinor),
      ],
    },
  ];
}

/** The payment that the proof of authentication was spent on is no more: it may serve another. */
function proofFreed({ acsTransId, authorizationId }: StoredAuthorization): Unit {
  if (acsTransId === null) return {};
  return {
    updates: [
      {
        as: 'proof_spent_here',
        table: 'authentication',
        key: { acs_trans_id: acsTransId },
        set: { spent_on: null },
        expect: { spent_on: authorizationId },
      },
    ],
  };
}
