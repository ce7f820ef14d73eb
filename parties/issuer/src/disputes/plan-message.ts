// What a message of the network about a dispute changes: a representment is decided upon, an answer to
// pre-arbitration ends it or leads to the network, a ruling and a silence end it.

import type { DisputeMessage } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { money, negate } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { dateIn } from '@kassa/time';
import type { Bank } from '../ports.ts';
import { holderDueAtMs } from './deadlines.ts';
import { decideAnswer, decideFiling } from './decide.ts';
import type { Dispute } from './dispute.ts';
import { goOn } from './go-on.ts';
import { chargedByNetwork, debitAgain, givenToNetwork, takenFromNetwork } from './postings.ts';
import { moveDispute } from './store.ts';

/** `known`: it came before. The error is why the message is none of ours. */
export type Planned = Result<Unit | 'known', string>;

type Plan = (bank: Bank, dispute: Dispute, item: DisputeMessage) => Promise<Planned>;

const plans: Readonly<Partial<Record<DisputeMessage['stage'], Plan>>> = {
  representment: represented,
  acceptance: accepted,
  declination: declined,
  closing: closed,
  ruling: ruled,
};

export async function plan(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  const planOf = plans[item.stage];
  return planOf ? planOf(bank, dispute, item) : err('not for an issuer');
}

/** The book moves with the network's, whatever is decided. */
async function represented(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  if (dispute.representedAtMs !== null) return ok('known');
  // `won` by silence: the answer came after all, in time for the network.
  if (dispute.state !== 'charged_back' && dispute.state !== 'won') {
    return err('no chargeback of ours');
  }
  const nowMs = bank.clock.nowMs();
  const verdict = decideAnswer(dispute, item);
  const today = dateIn(nowMs, bank.zone);
  const dueAtMs = holderDueAtMs(nowMs, { today, networkDueOn: item.dueOn });
  const set = {
    represented_at_ms: nowMs,
    documents: item.documents.join(','),
    statement: item.text,
    holder_due_at_ms: verdict.next === 'ask_holder' ? dueAtMs : null,
    ended_at_ms: null,
  };
  return ok(unit(await goOn(bank, dispute, { verdict, set }), givenToNetwork(bank, dispute)));
}

/** The shop's bank gives in, or has said nothing. */
async function accepted(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  if (dispute.acceptedAtMs !== null) return ok('known');
  if (dispute.state !== 'pre_arbitration') return err('no pre-arbitration of ours');
  const nowMs = bank.clock.nowMs();
  return ok(
    unit(
      moveDispute(dispute, {
        state: 'won',
        accepted_at_ms: nowMs,
        ended_at_ms: nowMs,
        end_reason: item.text || 'the shop gives in',
      }),
      takenFromNetwork(bank, dispute),
    ),
  );
}

async function declined(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  if (dispute.declinedAtMs !== null) return ok('known');
  if (dispute.state !== 'pre_arbitration') return err('no pre-arbitration of ours');
  const shop = [dispute.shown, item];
  const verdict = decideFiling(dispute, { shop, holder: dispute.holderShows });
  const set = {
    declined_at_ms: bank.clock.nowMs(),
    declined_documents: item.documents.join(','),
    declined_text: item.text,
  };
  return ok(await goOn(bank, dispute, { verdict, set }));
}

/** The network takes our silence for an answer: what the shop has said stands. */
async function closed(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  if (dispute.endedAtMs !== null) return ok('known');
  if (dispute.representedAtMs === null) return err('it was not represented');
  const set = { state: 'lost', ended_at_ms: bank.clock.nowMs(), end_reason: item.text };
  return ok(unit(moveDispute(dispute, set), await debitAgain(bank, dispute)));
}

async function ruled(bank: Bank, dispute: Dispute, item: DisputeMessage): Promise<Planned> {
  if (dispute.ruledAtMs !== null) return ok('known');
  if (dispute.state !== 'arbitration') return err('no case of ours');
  const nowMs = bank.clock.nowMs();
  const isWon = item.favours === 'issuer';
  const fee = negate(item.fee ?? money(dispute.amount.currency, 0));
  return ok(
    unit(
      moveDispute(
        dispute,
        {
          state: isWon ? 'won' : 'lost',
          ruled_at_ms: nowMs,
          ruling: item.favours ?? null,
          ruling_text: item.text,
          ended_at_ms: nowMs,
          end_reason: 'the network has ruled',
        },
        { network_fee_minor: fee.minor },
      ),
      isWon ? takenFromNetwork(bank, dispute) : await debitAgain(bank, dispute),
      chargedByNetwork(bank, dispute, fee),
    ),
  );
}
