// What the network does by itself before it closes a cycle: takes silence for an answer, and rules on
// the cases before it. Each case is one commit upon the message that was its last, so that the task may
// die anywhere and be run again.

import type { DisputeMessage, DisputeStage } from '@kassa/clearing-file';
import { assert } from '@kassa/result';
import { addDays, type PlainDate } from '@kassa/time';
import type { ClearingPorts } from '../clearing/ports.ts';
import { type DueCase, loadDueCases, loadRuleFacts } from './case-store.ts';
import { type Charged, chargedForRuling, feesOn, uncharged } from './fees.ts';
import { limitsOn } from './limits.ts';
import { bookedMessages } from './postings.ts';
import { rule } from './rule.ts';

const batch = 200;

/** How many. What a bank says in the same moment comes first: then the case is not due any more. */
export async function endCases(ports: ClearingPorts, businessDate: PlainDate): Promise<number> {
  const { preArbitrationDays, preArbitrationAnswerDays, filingDays, rulingDays } =
    limitsOn(businessDate);
  // The last day of an answer has passed; the day of a ruling has come.
  const broughtBefore: Partial<Record<DisputeStage, PlainDate>> = {
    representment: addDays(businessDate, -preArbitrationDays),
    pre_arbitration: addDays(businessDate, -preArbitrationAnswerDays),
    declination: addDays(businessDate, -filingDays),
    arbitration: addDays(businessDate, 1 - rulingDays),
  };
  let ended = 0;
  let after = '';
  for (;;) {
    const due = await loadDueCases(ports.db, broughtBefore, { after, limit: batch });
    for (const one of due) if (await end(ports, one)) ended += 1;
    const last = due.at(-1);
    if (!last || due.length < batch) break;
    after = last.presentment.id;
  }
  if (ended > 0) ports.log.info({ ended, businessDate }, 'disputes taken further');
  return ended;
}

async function end(ports: ClearingPorts, due: DueCase): Promise<boolean> {
  const atMs = ports.nowMs();
  const { item, charged } = await saidOf(ports, due);
  const done = await ports.db.commit(
    bookedMessages(ports, { senderId: ports.institutionId, fileId: null, atMs }, [
      {
        id: ports.makeId('dsm'),
        item: { ...item, raisedAt: Math.floor(atMs / 1000) * 1000 },
        presentment: due.presentment,
        after: due.last.stage,
        charged,
      },
    ]),
  );
  const isMoved = !done.ok && done.error.code === 'guard';
  assert(done.ok || isMoved, `a dispute is not taken further: ${JSON.stringify(done)}`);
  return done.ok;
}

type Own = { readonly item: DisputeMessage; readonly charged: Charged };

async function saidOf(ports: ClearingPorts, { last, presentment }: DueCase): Promise<Own> {
  const { favours, dueOn, fee, ...common } = last;
  const silent = (stage: DisputeStage, text: string): Own => ({
    item: { ...common, stage, documents: [], text },
    charged: uncharged,
  });
  if (last.stage === 'representment') return silent('closing', 'The issuer did not answer.');
  if (last.stage === 'pre_arbitration') {
    return silent('acceptance', 'The acquirer did not answer in time.');
  }
  if (last.stage === 'declination') return silent('closing', 'No case was filed in time.');
  const { facts, filedOn } = await loadRuleFacts(ports, presentment.id);
  const ruling = rule(facts);
  // By what was in force when the case was filed: the filing was paid by it.
  const fees = feesOn(last.amount.currency, filedOn);
  assert(fees, `case ${last.caseId} was filed in a currency without a fee`);
  return {
    item: { ...common, stage: 'ruling', documents: [], text: ruling.why, favours: ruling.favours },
    charged: chargedForRuling(fees, ruling.favours),
  };
}
