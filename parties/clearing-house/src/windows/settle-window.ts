// One window on its way: it closes, its nets are counted, and all of it is booked in one commit. If
// one member cannot pay, nothing of it moves; who lacks what is written down, and it is tried again.

import { type Unit, unit } from '@kassa/database';
import { type Currency, money, toMajor } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import { headroomOf } from '../book/accounts.ts';
import { book } from '../book/booking.ts';
import type { Ports } from '../ports.ts';
import { decide, type WindowCommand } from './decide.ts';
import { type Position, shortfallsOf } from './shortfalls.ts';
import { findWindow, recordMoves, recordPositions } from './store.ts';
import {
  nameOf,
  type SettlementWindow,
  type WindowEvent,
  type WindowKey,
  type Work,
} from './window.ts';
import { positionsIn, workOf } from './work.ts';

/** As far as it goes now: true when it is settled, false when a member cannot pay. */
export async function settleWindow(ports: Ports, key: WindowKey): Promise<boolean> {
  for (;;) {
    const window = await findWindow(ports.db, key);
    assert(window, `there is no window ${nameOf(key)}`);
    switch (window.state) {
      case 'open':
        await move(ports, window, { kind: 'close' });
        break;
      case 'closed':
        await count(ports, window);
        break;
      case 'settling':
      case 'aborted':
        return pay(ports, window);
      case 'settled':
        return true;
    }
  }
}

async function count(ports: Ports, window: SettlementWindow): Promise<void> {
  const work = await workOf(ports, window, ports.clock.nowMs());
  await move(ports, window, { kind: 'settle' }, recordPositions(window, positionsIn(window, work)));
}

async function pay(ports: Ports, window: SettlementWindow): Promise<boolean> {
  const { db, clock, makeId, log } = ports;
  const atMs = clock.nowMs();
  const work = await workOf(ports, window, atMs);
  const begun = window.state === 'aborted' ? [unwrap(decide(window, { kind: 'settle' }))] : [];
  const events = [...begun, unwrap(decide({ state: 'settling' }, { kind: 'finish' }))];
  const done = await db.commit(
    unit(
      recordMoves(window, events, atMs),
      ...(work.movements.length === 0
        ? []
        : [
            book(
              {
                atMs,
                description: `Settlement window ${nameOf(window)}`,
                reference: nameOf(window),
                movements: work.movements,
              },
              makeId,
            ),
          ]),
      ...work.units,
    ),
  );
  if (done.ok) {
    log.info({ window: nameOf(window), lines: work.movements.length }, 'a window is settled');
    return true;
  }
  const { error } = done;
  // Another run of this program was faster.
  if (error.code === 'guard' && error.guard === 'window_moved') return false;
  const isUnfunded = error.code === 'refused' && error.reason === 'insufficient_funds';
  assert(isUnfunded, `a window was refused by the database: ${JSON.stringify(error)}`);
  await abort(ports, window, work, error.detail ?? 'a member');
  return false;
}

async function abort(
  ports: Ports,
  window: SettlementWindow,
  work: Work,
  account: string,
): Promise<void> {
  const reason = await whoLacks(ports, window.currency, positionsIn(window, work), account);
  ports.log.error({ window: nameOf(window), reason }, 'a window is aborted');
  if (window.state === 'aborted' && window.reason === reason) return;
  const begun = window.state === 'aborted' ? [unwrap(decide(window, { kind: 'settle' }))] : [];
  const aborted = unwrap(decide({ state: 'settling' }, { kind: 'abort', reason }));
  await commitMoves(ports, window, [...begun, aborted]);
}

/** Read after the refusal, for people; money that came in between shows as nothing lacking. */
async function whoLacks(
  { db }: Ports,
  currency: Currency,
  positions: readonly Position[],
  account: string,
): Promise<string> {
  const headroom = await headroomOf(db, currency);
  const lacking = shortfallsOf(positions, headroom).map(
    ({ member, minor }) => `${member} lacks ${toMajor(money(currency, minor))} ${currency}`,
  );
  return `not enough money: ${lacking.length === 0 ? account : lacking.join(', ')}`;
}

function move(
  ports: Ports,
  window: SettlementWindow,
  command: WindowCommand,
  more: Unit = {},
): Promise<void> {
  return commitMoves(ports, window, [unwrap(decide(window, command))], more);
}

async function commitMoves(
  { db, clock }: Ports,
  window: SettlementWindow,
  events: readonly WindowEvent[],
  more: Unit = {},
): Promise<void> {
  const done = await db.commit(unit(recordMoves(window, events, clock.nowMs()), more));
  assert(
    done.ok || (done.error.code === 'guard' && done.error.guard === 'window_moved'),
    `a window did not move: ${JSON.stringify(done)}`,
  );
}
