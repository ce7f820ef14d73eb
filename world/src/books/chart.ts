// The charts of accounts of all parties, as tables.

import type { BookKeeper } from '../places.ts';
import type { Noted, PartyBook } from './diary.ts';
import { code, table } from './markdown.ts';

/** Two banks run one program: they have one chart and the same recipes. */
export const roles = [
  { title: 'The gateway', parties: ['gateway'] },
  { title: 'The acquirers', parties: ['acquirer-zelena', 'acquirer-crvena'] },
  { title: 'The network', parties: ['network-mozaik'] },
  { title: 'The issuers', parties: ['issuer-plava', 'issuer-fjord'] },
  { title: 'The clearing house', parties: ['clearing-klir'] },
] as const satisfies readonly { readonly title: string; readonly parties: readonly BookKeeper[] }[];

export type Role = (typeof roles)[number];

export const isOf = ({ parties }: Role, party: BookKeeper): boolean =>
  parties.some((one) => one === party);

export function printCharts(books: readonly PartyBook[]): string {
  return roles
    .map((role) => {
      const { chart = [] } = books.find(({ party }) => isOf(role, party)) ?? {};
      const rows = chart.map(({ path, normal, means }) => [code(path), normal, means]);
      return `### ${role.title}\n\n${table(['Account', 'Normal side', 'A balance means'], rows)}`;
    })
    .join('\n\n');
}

/** The lines of the charts that none of these transactions has touched. */
export function untouched(
  books: readonly PartyBook[],
  noted: readonly Noted[],
  lineOf: (party: BookKeeper, path: string) => string,
): string[] {
  return roles.flatMap((role) => {
    const touched = new Set(
      noted
        .filter(({ party }) => isOf(role, party))
        .flatMap(({ party, transaction }) =>
          transaction.entries.map(({ account }) => lineOf(party, account)),
        ),
    );
    const { chart = [] } = books.find(({ party }) => isOf(role, party)) ?? {};
    return chart.flatMap(({ path }) => (touched.has(path) ? [] : [path]));
  });
}
