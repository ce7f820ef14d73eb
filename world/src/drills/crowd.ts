// Many buyers at once, each buying again and again until the crowd is sent home. Each takes the seconds
// that a person needs to type a card number, so that what is measured is how payments fare and not how
// many of them two cores can carry.

import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Addresses, buy, type Purchase } from './buyer.ts';

export type Crowd = {
  /** What has ended so far. */
  readonly purchases: readonly Purchase[];
  /** Nobody presses Pay any more; resolves when what is under way has ended. */
  goHome(): Promise<readonly Purchase[]>;
};

/** So that one crowd's cards are not all the same. */
const goodCards = ['4242424242424242', '5555555555554444'];

export function gather(at: Addresses, size: number): Crowd {
  const purchases: Purchase[] = [];
  const closing = new AbortController();
  const { signal } = closing;
  setMaxListeners(size, signal);
  const shopper = async (index: number): Promise<void> => {
    const number = goodCards[index % goodCards.length] ?? '';
    for (let count = 0; !signal.aborted; count += 1) {
      const purchase = await buy(at, {
        number,
        type: () => lasts(typingMs(index, count), signal),
      });
      if (purchase !== undefined) purchases.push(purchase);
      // Nobody tries a closed shop's door without a pause.
      if (purchase?.end === 'no_order') await lasts(1000, signal);
    }
  };
  const all = Promise.all(Array.from({ length: size }, (_, index) => shopper(index)));
  return {
    purchases,
    async goHome() {
      closing.abort();
      await all;
      return purchases;
    },
  };
}

const typing = { leastMs: 6_000, steps: 81, stepMs: 100 };

/** From 6 to 14 seconds, spread evenly, the same in every run; at first some have typed already. */
function typingMs(index: number, count: number): number {
  const leastMs = count === 0 ? 0 : typing.leastMs;
  return leastMs + ((index * 37 + count * 23) % typing.steps) * typing.stepMs;
}

/** False: the crowd was sent home meanwhile. */
async function lasts(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
