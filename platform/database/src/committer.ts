// Commits units, many at a time: while one statement of a shape is on its way, those that come after
// it wait and then go together. Nobody waits when nothing is on its way, so an idle program is not
// slower; a busy one needs a fraction of the statements, flushes and locks.
//
// The units of a batch are judged as if all had been sent at once: guards and updates see the
// database before the batch, and no two of them change the same row. A lock that a guard takes does
// not stop its neighbours in the batch, so a shape that writes the table it locks goes one by one.
//
// Here is no SQL and no timer: the simulation of payments runs this very code over its own database.

import { assert, err, ok, type Result } from '@kassa/result';
import { type Compiled, rowName } from './compile-unit.ts';
import type { Executor, Prepared } from './execute-units.ts';
import { toJson } from './json.ts';
import type { Slot } from './slots.ts';
import { unit as merged, type Refused, type Unit } from './unit.ts';

export type Committer = (unit: Unit) => Promise<Result<void, Refused>>;

export type CommitterOptions = {
  readonly executor: Executor;
  /** Does this in the next turn of the event loop: what comes in one turn goes together. */
  readonly nextTurn: (work: () => void) => void;
  /** False: no two share a statement, and all are sent at once. */
  readonly areTogether?: boolean;
};

const unitsMax = 64;
/** Rows and arguments in a batch. A unit that brings more than its share goes alone. */
const membersMax = 1024;
const membersOfOneMax = 64;
/** Statements of one shape at the same time: more would wait for the locks of these. */
const twoAtOnce = 2;
/** What cannot be cleared in any sensible time is refused at the door. */
const waitingMax = 20_000;

type Waiting = Prepared & {
  readonly rows: readonly string[];
  readonly members: number;
  resolve(result: Result<void, Refused>): void;
  reject(error: unknown): void;
};

/** The units of one shape that have not been sent. */
type Lane = { waiting: Waiting[]; underWay: number; isWoken: boolean };

export function committer({ executor, nextTurn, areTogether = true }: CommitterOptions): Committer {
  const lanes = new Map<string, Lane>();
  const underWayMax = areTogether ? twoAtOnce : Number.POSITIVE_INFINITY;
  let waiting = 0;

  return async (given) => {
    const prepared = await executor.prepare(merged(given));
    if (!prepared) return ok(undefined);
    if (waiting >= waitingMax) throw new Error(`${waiting} units wait for the database: too many`);
    const shape = shapeOf(prepared.compiled);
    const lane = lanes.get(shape) ?? { waiting: [], underWay: 0, isWoken: false };
    lanes.set(shape, lane);
    waiting += 1;
    return new Promise((resolve, reject) => {
      lane.waiting.push({
        ...prepared,
        rows: (prepared.unit.updates ?? []).map(rowName),
        members: membersIn(prepared.compiled.slots),
        resolve,
        reject,
      });
      wake(shape, lane);
    });
  };

  function wake(shape: string, lane: Lane): void {
    if (lane.isWoken) return;
    lane.isWoken = true;
    nextTurn(() => {
      lane.isWoken = false;
      // Where there is a slot for each, they go side by side: a batch of two gains nothing.
      const isRoomy = lane.waiting.length <= underWayMax - lane.underWay;
      while (lane.underWay < underWayMax && lane.waiting.length > 0) {
        const batch = takeBatch(lane, isRoomy ? 1 : unitsMax);
        waiting -= batch.length;
        lane.underWay += 1;
        void send(batch)
          // A bug in making the statement: nobody is left waiting for an answer.
          .catch((error: unknown) => {
            for (const one of batch) one.reject(error);
          })
          .finally(() => {
            lane.underWay -= 1;
            if (lane.waiting.length > 0) wake(shape, lane);
            else if (lane.underWay === 0) lanes.delete(shape);
          });
      }
    });
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    const done = await executor.execute(batch);
    if (done.as === 'committed') for (const one of batch) one.resolve(ok(undefined));
    else if (batch.length > 1 && done.as !== 'unknown') await sendHalves(batch);
    else if (done.as === 'refused') batch[0]?.resolve(err(done.refused));
    else for (const one of batch) one.reject(done.error);
  }

  /** One of them is refused, or breaks the statement: in halves, until it stands alone. */
  async function sendHalves(batch: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    await send(batch.slice(0, middle));
    await send(batch.slice(middle));
  }
}

/** Units with the same text and the same lists may go together. */
function shapeOf({ text, slots }: Compiled): string {
  const lists = slots.flatMap((slot) => (slot.holds === 'list' ? [slot.list] : []));
  return lists.length === 0 ? text : `${text}\n${toJson(lists)}`;
}

function membersIn(slots: readonly Slot[]): number {
  const counts = slots.map((slot) => {
    if (slot.holds === 'rows') return slot.rows.length;
    return slot.holds === 'args' ? slot.args.length : 0;
  });
  return counts.reduce((total, count) => total + count, 0);
}

/** The next units that may go in one statement, in the order in which they came. */
function takeBatch(lane: Lane, most: number): Waiting[] {
  const [first] = lane.waiting;
  assert(first, 'nothing waits');
  const batch: Waiting[] = [];
  const rows = new Set<string>();
  let members = 0;
  const max = mayShare(first) ? most : 1;
  lane.waiting = lane.waiting.filter((one) => {
    if (batch.length > 0) {
      const fits = batch.length < max && mayShare(one) && members + one.members <= membersMax;
      if (!fits || one.rows.some((row) => rows.has(row))) return true;
    }
    batch.push(one);
    members += one.members;
    for (const row of one.rows) rows.add(row);
    return false;
  });
  // Batches lock their rows in one order, so that no two wait for each other in a circle.
  return batch.toSorted((a, b) => compare(a.rows[0] ?? '', b.rows[0] ?? ''));
}

function mayShare({ unit, members }: Waiting): boolean {
  const { guards = [], updates = [], inserts = [] } = unit;
  const written = new Set([...updates, ...inserts].map(({ table }) => table));
  const locksWhatItWrites = guards.some(({ lock, table }) => lock === true && written.has(table));
  return members <= membersOfOneMax && !locksWhatItWrites;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
