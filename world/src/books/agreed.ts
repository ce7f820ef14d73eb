// What the parties say of one another at the end of the example, as the proof compares it.

import type { Comparison } from '@kassa/control';
import { currencyOf, money, toMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { table } from './markdown.ts';

export function printAgreements({ agreements }: Comparison, currency: string): string {
  const rows = agreements
    .filter((one) => one.currency === currency)
    .map(({ parties: [first, second], what, reference, says }) => {
      const said = says.map((minor) =>
        minor === null ? 'nothing' : toMajor(money(unwrap(currencyOf(currency)), minor)),
      );
      const subject = reference === null ? what : `${what} ${reference}`;
      return [first, second, subject, ...said];
    });
  return table(['The first', 'The second', 'About', 'The first says', 'The second says'], rows);
}
