// The parties here are small real ones: a list of due moments, each of which may make another due.

import { atZone, type PlainDate, virtualClock } from '@kassa/time';
import { describe, expect, test } from 'vitest';
import { advanceToNextBusinessDay } from './advance.ts';
import type { PartyClock } from './party-clocks.ts';

const zone = 'Europe/Sarajevo';
const at = (date: PlainDate, time: string) => atZone(date, time, zone);

type Task = { readonly due: number; readonly what: string; readonly after?: () => void };

function world(startMs: number) {
  const clock = virtualClock({ offsetMs: 0, below: { nowMs: () => startMs } });
  const order: string[] = [];
  const moves: string[] = [];
  const party = (name: string, tasks: Task[]): PartyClock => ({
    party: name,
    nextDueMs: async () => (tasks.length === 0 ? null : Math.min(...tasks.map(({ due }) => due))),
    move: async (offsetMs) => {
      clock.setOffsetMs(offsetMs);
      moves.push(name);
      const ran: string[] = [];
      for (;;) {
        const next = tasks.find(({ due }) => due <= clock.nowMs());
        if (next === undefined) break;
        tasks.splice(tasks.indexOf(next), 1);
        ran.push(next.what);
        order.push(`${name}: ${next.what}`);
        next.after?.();
      }
      return { ran, nowMs: clock.nowMs(), offsetMs: clock.offsetMs(), nextDueMs: null };
    },
  });
  return { clock, order, moves, party };
}

const remember = async () => {};

describe('to the next business day', () => {
  test('goes through every due moment in order of time, whatever the order of the parties', async () => {
    const { clock, order, party } = world(at('2026-11-23', '10:00'));
    const result = await advanceToNextBusinessDay({
      clock,
      remember,
      parties: [
        party('klir', [{ due: at('2026-11-24', '08:00'), what: 'settlement' }]),
        party('network', [{ due: at('2026-11-23', '20:00'), what: 'clearing' }]),
        party('acquirer', [
          { due: at('2026-11-23', '18:00'), what: 'cut-off' },
          { due: at('2026-11-24', '10:00'), what: 'payout' },
          { due: at('2026-11-24', '18:00'), what: 'cut-off' },
        ]),
      ],
    });
    expect(order).toEqual([
      'acquirer: cut-off',
      'network: clearing',
      'klir: settlement',
      'acquirer: payout',
    ]);
    expect(result.businessDate).toBe('2026-11-24');
    expect(clock.nowMs()).toBe(at('2026-11-24', '12:00'));
    expect(result.ran.map(({ what }) => what)).toEqual(order.map((line) => line.split(': ')[1]));
    expect(result.problems).toEqual([]);
  });

  test('from a Friday goes to Monday, and over a bank holiday to the day after', async () => {
    const friday = world(at('2026-11-20', '15:00'));
    await advanceToNextBusinessDay({ clock: friday.clock, remember, parties: [] });
    expect(friday.clock.nowMs()).toBe(at('2026-11-23', '12:00'));
    const tuesday = world(at('2026-11-24', '15:00'));
    await advanceToNextBusinessDay({ clock: tuesday.clock, remember, parties: [] });
    expect(tuesday.clock.nowMs()).toBe(at('2026-11-26', '12:00'));
  });

  test('waits for what one party’s work makes due at another', async () => {
    const { clock, order, party } = world(at('2026-11-23', '10:00'));
    const gateway: Task[] = [];
    const acquirer: Task[] = [
      {
        due: at('2026-11-23', '18:00'),
        what: 'cut-off',
        after: () => gateway.push({ due: at('2026-11-23', '19:00'), what: 'import' }),
      },
    ];
    const parties = [party('gateway', gateway), party('acquirer', acquirer)];
    await advanceToNextBusinessDay({ clock, remember, parties });
    expect(order).toEqual(['acquirer: cut-off', 'gateway: import']);
  });

  test('finishes what is under way now before anything later begins', async () => {
    const { clock, order, party } = world(at('2026-11-23', '10:00'));
    const underWay = [{ due: at('2026-11-23', '10:00'), what: 'capture told' }];
    const gateway: PartyClock = { ...party('gateway', underWay), nextDueMs: async () => null };
    const acquirer = party('acquirer', [{ due: at('2026-11-23', '18:00'), what: 'cut-off' }]);
    await advanceToNextBusinessDay({ clock, remember, parties: [acquirer, gateway] });
    expect(order).toEqual(['gateway: capture told', 'acquirer: cut-off']);
  });

  test('goes on past a party that does not answer or cannot finish, and says so', async () => {
    const { clock, party } = world(at('2026-11-23', '10:00'));
    const due = at('2026-11-23', '18:00');
    const deaf: PartyClock = {
      party: 'deaf',
      nextDueMs: async () => undefined,
      move: async () => undefined,
    };
    const stuck: PartyClock = { ...party('stuck', []), nextDueMs: async () => due };
    const result = await advanceToNextBusinessDay({ clock, remember, parties: [deaf, stuck] });
    expect(result.problems).toEqual([
      'deaf does not answer',
      'stuck could not finish what was due',
    ]);
    expect(clock.nowMs()).toBe(at('2026-11-24', '12:00'));
  });

  test('asks a second time only where the first round set something off', async () => {
    const { clock, moves, party } = world(at('2026-11-23', '10:00'));
    let commits = 0;
    const counting = (name: string, tasks: Task[]): PartyClock => {
      const below = party(name, tasks);
      return {
        ...below,
        move: async (offsetMs) => {
          const moved = await below.move(offsetMs);
          return moved && { ...moved, commits: name === 'network' ? commits : 0 };
        },
      };
    };
    const quiet = { due: at('2026-11-23', '18:00'), what: 'nothing to clear' };
    const loud = {
      due: at('2026-11-23', '19:00'),
      what: 'cut-off',
      after: () => {
        commits += 1;
      },
    };
    const parties = [counting('acquirer', [quiet, loud]), counting('network', [])];
    await advanceToNextBusinessDay({ clock, remember, parties });
    const once = ['acquirer', 'network'];
    expect(moves).toEqual([...once, ...once, ...once, ...once, ...once]);
  });

  test('ends when a party always has one more thing due', async () => {
    const { clock, party } = world(at('2026-11-23', '10:00'));
    const endless: PartyClock = {
      ...party('endless', []),
      nextDueMs: async () => clock.nowMs() + 60_000,
    };
    const result = await advanceToNextBusinessDay({ clock, remember, parties: [endless] });
    expect(clock.nowMs()).toBe(result.to);
  });

  test('remembers every step before it tells anybody', async () => {
    const { clock, party } = world(at('2026-11-23', '10:00'));
    const seen: string[] = [];
    const told: PartyClock = {
      ...party('told', [{ due: at('2026-11-23', '18:00'), what: 'x' }]),
      move: async (offsetMs) => {
        seen.push(`told ${offsetMs}`);
        return undefined;
      },
    };
    const keep = async (offsetMs: number) => void seen.push(`remembered ${offsetMs}`);
    await advanceToNextBusinessDay({ clock, remember: keep, parties: [told] });
    const firstTold = seen.findIndex((line) => line.startsWith('told'));
    expect(seen[firstTold - 1]).toBe(seen[firstTold]?.replace('told', 'remembered'));
  });
});
