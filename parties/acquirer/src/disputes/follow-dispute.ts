// What the network brings of a dispute that we know: the issuer lets the answer stand, takes the money
// again or asks once more; files the case; and the network rules. Each step is one unit, taken once.

import type { DisputeMessage, FileHeader } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { add, type Money, money, negate } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { addDays, atZone, dateIn, parseDate } from '@kassa/time';
import { chargedBackAgainEntries, lostEntries } from '../book/chart.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { type Step, undecided } from './dispute.ts';
import { booked, chargedForRuling, itemOf, type Of, reinstated, withheld } from './postings.ts';
import { findItem, insertMovement, insertStep, moveDispute } from './store.ts';

/** `known`: it came before. The error is why the message is none of ours. */
export type Planned = Result<Unit | 'known', string>;

type Following = Of & {
  readonly ports: Ports;
  readonly contract: Contract;
  readonly header: FileHeader;
  readonly item: DisputeMessage;
};

const plans: Readonly<Partial<Record<DisputeMessage['stage'], (of: Following) => Planned>>> = {
  chargeback: () => ok('known'),
  closing,
  second_chargeback: chargedBackAgain,
  pre_arbitration: asked,
  acceptance: givenIn,
  arbitration: filed,
  ruling,
};

export async function followDispute(
  ports: Ports,
  { header, item, dispute }: Pick<Following, 'header' | 'item' | 'dispute'>,
): Promise<Planned> {
  const sale = await findItem(ports.db, dispute.itemId);
  const contract = sale && ports.contracts.byMid(sale.mid);
  if (!sale || !contract) return err('no sale of ours');
  const atMs = ports.clock.nowMs();
  const today = dateIn(atMs, contract.zone);
  const plan = plans[item.stage];
  if (!plan) return err('not for an acquirer');
  return plan({ ports, contract, header, item, dispute, sale, today, atMs });
}

/** The answer stands. */
function closing(of: Following): Planned {
  const { ports, dispute, atMs } = of;
  const { state } = dispute;
  if (state === 'won') return ok('known');
  if (state === 'lost') return err('it has ended');
  const isHeld = undecided.includes(state) || (state === 'represented' && !dispute.isReinstated);
  if (state !== 'represented' && !isHeld) return err('it was not represented');
  return ok(
    unit(
      ended(of, { state: 'won' }),
      step(of, { kind: 'closed', by: 'issuer', atMs }),
      isHeld ? reinstated(ports, of) : {},
    ),
  );
}

function chargedBackAgain(of: Following): Planned {
  const { ports, dispute, atMs } = of;
  const { state, lostBy, mid, amount, isReinstated } = dispute;
  if (state === 'lost') return lostBy === 'judged' ? ok('known') : err('it has ended');
  if (state !== 'represented') return err('it was not represented');
  const entries = isReinstated ? chargedBackAgainEntries(mid, amount) : lostEntries(amount);
  return ok(
    unit(
      ended(of, { state: 'lost', lost_by: 'judged' }),
      step(of, { kind: 'charged_back_again', by: 'issuer', atMs }),
      moved(of, negate(amount)),
      isReinstated ? itemOf(ports, of, { kind: 'chargeback', amount, round: 2 }) : {},
      booked(ports, { ...dispute, atMs }, 'Charged back again', entries),
    ),
  );
}

/** Of the network's days some are ours: the merchant's word has to reach it in time. */
const spareDays = 2;

function asked(of: Following): Planned {
  const { ports, contract, dispute, item, today, atMs } = of;
  if (dispute.preAskedAtMs !== null) return ok('known');
  if (dispute.state !== 'represented') return err('it was not represented');
  const own = addDays(today, contract.disputeDays);
  const last = parseDate(item.dueOn ?? '');
  const due =
    last.ok && addDays(last.value, -spareDays) < own ? addDays(last.value, -spareDays) : own;
  const dueAtMs = atZone(due, '23:59', contract.zone);
  const set = { state: 'pre_arbitration', pre_asked_at_ms: atMs, pre_due_at_ms: dueAtMs };
  return ok(
    unit(
      moveDispute(dispute, { ...set, changed_at_ms: atMs }),
      step(of, { kind: 'pre_arbitration', by: 'issuer', atMs, dueAtMs }),
      withheld(ports, of),
    ),
  );
}

/** Nobody has said anything until the network's last day. */
function givenIn(of: Following): Planned {
  const { dispute } = of;
  if (dispute.state === 'lost') return ok('known');
  if (!undecided.includes(dispute.state)) return err('nobody has asked for it');
  const lostBy = dispute.state === 'conceded' ? 'accepted' : 'expired';
  return ok(conceded(of, { lostBy, by: 'network' }));
}

/** The issuer has the money. Also when we tell the network ourselves, and it has heard us. */
export function conceded(
  of: Of & Pick<Following, 'ports' | 'header' | 'item'>,
  { lostBy, by }: { readonly lostBy: 'accepted' | 'expired'; readonly by: Step['by'] },
): Unit {
  const { ports, dispute, atMs } = of;
  return unit(
    ended(of, { state: 'lost', lost_by: lostBy }),
    step(of, { kind: 'conceded', by, atMs }),
    moved(of, negate(dispute.amount)),
    booked(ports, { ...dispute, atMs }, 'Pre-arbitration accepted', lostEntries(dispute.amount)),
  );
}

/** It is before the network now: no money moves. */
function filed(of: Following): Planned {
  const { dispute, atMs } = of;
  if (dispute.filedAtMs !== null) return ok('known');
  if (dispute.state !== 'declined' && dispute.state !== 'contested') return err('not declined');
  const set = { state: 'declined', filed_at_ms: atMs, next_attempt_at_ms: null };
  return ok(
    unit(
      moveDispute(dispute, { ...set, changed_at_ms: atMs }),
      step(of, { kind: 'filed', by: 'issuer', atMs }),
    ),
  );
}

function ruling(of: Following): Planned {
  const { ports, contract, dispute, item, atMs } = of;
  const { state, amount } = dispute;
  if (state === 'won' || state === 'lost') return ok('known');
  if (state !== 'declined' && state !== 'contested') return err('no case of ours');
  const paid = item.fee ?? money(amount.currency, 0);
  const fee = negate(paid);
  const isWon = item.favours === 'acquirer';
  const isBorneByUs = contract.arbitrationBorneBy === 'acquirer';
  return ok(
    unit(
      ended(of, {
        ...(isWon ? { state: 'won' } : { state: 'lost', lost_by: 'ruled' }),
        network_fee: fee.minor,
      }),
      step(of, { kind: 'ruled', by: 'network', atMs, networkFeeMinor: fee.minor }),
      moved(of, add(isWon ? money(amount.currency, 0) : negate(amount), paid)),
      isWon
        ? reinstated(ports, of)
        : booked(ports, { ...dispute, atMs }, 'Lost in arbitration', lostEntries(amount)),
      chargedForRuling(ports, of, { fee, isBorneByUs }),
    ),
  );
}

type Ended = { readonly state: 'won' | 'lost'; readonly [column: string]: string | bigint };

function ended({ dispute, atMs }: Of, set: Ended): Unit {
  const common = { changed_at_ms: atMs, ended_at_ms: atMs, next_attempt_at_ms: null };
  return moveDispute(dispute, { ...common, ...set });
}

function step({ dispute, item }: Pick<Following, 'dispute' | 'item'>, one: Step): Unit {
  return insertStep(dispute.id, { text: item.text, documents: item.documents, ...one });
}

/** What the network owes us because of it, below zero what we owe. */
function moved(
  { dispute, header, item }: Pick<Following, 'dispute' | 'header' | 'item'>,
  amount: Money,
): Unit {
  if (amount.minor === 0n) return {};
  return insertMovement({
    disputeId: dispute.id,
    stage: item.stage,
    amount,
    fileId: header.fileId,
    businessDate: header.businessDate,
    takenAtMs: header.createdAt,
  });
}
