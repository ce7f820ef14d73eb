// What a line to an acquirer brings by itself: it is back, or an answer comes too late. Nobody waits
// for what follows, so its failures are logged here.

import type { LateApproval } from '../connectors/connector.ts';
import { findWaiting, tellJob } from './advices.ts';
import { reverseLateApproval } from './late-approval.ts';
import type { PaymentMeans } from './ports.ts';

export async function whenLate(payments: PaymentMeans, late: LateApproval): Promise<void> {
  try {
    await reverseLateApproval(payments, late);
  } catch (error) {
    payments.log.error({ err: error, rrn: late.rrn }, 'a late approval is not reversed');
  }
}

/** A line that is back, or a new start: what waits is told now, not at its next try. */
export async function hurryAdvices({ db, log }: PaymentMeans): Promise<void> {
  try {
    for (const about of await findWaiting(db, 1000)) await db.commit(tellJob(about, undefined));
  } catch (error) {
    // At the first start the line may be up before the jobs are; their start hurries again.
    log.debug({ err: error }, 'advices are not hurried');
  }
}
