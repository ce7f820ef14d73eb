// Many buyers at once, each buying again and again until the crowd is sent home.

import { setTimeout as pause } from 'node:timers/promises';
import { type Addresses, buy, type Purchase } from './buyer.ts';

export type Crowd = {
  /** What has ended so far. */
  readonly purchases: readonly Purchase[];
  /** Nobody begins another purchase; resolves when the last has ended. */
  goHome(): Promise<readonly Purchase[]>;
};

/** So that one crowd's cards are not all the same. */
const goodCards = ['4242424242424242', '5555555555554444'];

export function gather(at: Addresses, size: number): Crowd {
  const purchases: Purchase[] = [];
  let isOpen = true;
  const shopper = async (index: number): Promise<void> => {
    const number = goodCards[index % goodCards.length] ?? '';
    while (isOpen) {
      const purchase = await buy(at, number);
      purchases.push(purchase);
      // Nobody tries a closed shop's door without a pause.
      if (purchase.end === 'no_order') await pause(1000);
    }
  };
  const all = Promise.all(Array.from({ length: size }, (_, index) => shopper(index)));
  return {
    purchases,
    async goHome() {
      isOpen = false;
      await all;
      return purchases;
    },
  };
}
