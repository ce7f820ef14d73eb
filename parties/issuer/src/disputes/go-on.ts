// What the bank does once it has decided about a shop's answer: the change of the dispute, the money,
// and the message to the network, as one unit.

import { type Unit, unit } from '@kassa/database';
import type { Bank } from '../ports.ts';
import type { Verdict } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { debitAgain } from './postings.ts';
import { queueDispute } from './raise-claim.ts';
import type { DisputeRow } from './store.ts';
import { moveDispute } from './store.ts';

/** `set`: what else is known now. The chargeback's money is the network's again at that time. */
export async function goOn(
  bank: Bank,
  dispute: Dispute,
  { verdict, set }: { readonly verdict: Verdict; readonly set: DisputeRow },
): Promise<Unit> {
  const nowMs = bank.clock.nowMs();
  const move = (row: DisputeRow & { readonly state: Dispute['state'] }) =>
    moveDispute(dispute, { ...set, end_reason: verdict.why, ...row });
  switch (verdict.next) {
    case 'ask_holder':
      return move({ state: 'represented' });
    case 'charge_back_again':
      return unit(move({ state: 'contested' }), queueDispute(bank, dispute, 'second_chargeback'));
    case 'pre_arbitration':
      return unit(
        move({ state: 'pre_arbitration', pre_arbitration_at_ms: nowMs }),
        queueDispute(bank, dispute, 'pre_arbitration'),
      );
    case 'file':
      return unit(
        move({ state: 'arbitration', filed_at_ms: nowMs }),
        queueDispute(bank, dispute, 'arbitration'),
      );
    case 'close':
      return unit(
        move({ state: 'lost', ended_at_ms: nowMs }),
        await debitAgain(bank, dispute),
        queueDispute(bank, dispute, 'closing'),
      );
  }
}
