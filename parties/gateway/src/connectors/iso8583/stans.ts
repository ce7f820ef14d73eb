// STANs: six digits, unique for the day, also after a restart. They come from a database sequence
// in blocks of 500 that are fetched ahead, so that naming a message waits for nothing.

import { column, type Database } from '@kassa/database';
import { stanOf } from '@kassa/iso8583';

export type Stans = { next(): Promise<string> };

const blockSize = 500;
const fetchBelow = 300;

export async function openStans(db: Database): Promise<Stans> {
  let ready: number[] = await fetchBlock(db);
  let fetching: Promise<void> | undefined;
  const refill = () => {
    fetching ??= fetchBlock(db)
      .then((block) => {
        ready = [...ready, ...block];
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };
  return {
    async next() {
      while (ready.length === 0) await refill();
      // A failed fetch ahead is tried again by the next caller, who may have to wait for it.
      if (ready.length < fetchBelow) refill().catch(() => undefined);
      return stanOf(ready.shift() ?? 0);
    },
  };
}

async function fetchBlock(db: Database): Promise<number[]> {
  const text = "select nextval('stan_block') as block";
  const block = await db.one({ text }, (row) => column.integer(row, 'block'));
  return Array.from({ length: blockSize }, (_, index) => (block ?? 0) * blockSize + index);
}
