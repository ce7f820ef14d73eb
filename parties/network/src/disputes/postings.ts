// What accepted messages do to the rows and the book of the network: the amount goes from member to
// member, fees from a member to the network.

import type { DisputeMessage } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { money } from '@kassa/money';
import { bookId, move, openAccounts, paths } from '../book/chart.ts';
import type { ClearingPorts } from '../clearing/ports.ts';
import { type AcceptedMessage, insertMessages, issuerPaid, type Said } from './store.ts';

type Means = Pick<ClearingPorts, 'makeId'>;

/** All of it, or nothing. */
export function bookedMessages(
  means: Means,
  said: Said,
  accepted: readonly AcceptedMessage[],
): Unit {
  return unit(
    insertMessages(said, accepted),
    ...accepted.map(({ item, presentment }) =>
      openAccounts([presentment.acquirerId, presentment.issuerId], item.amount.currency),
    ),
    post(accepted.flatMap((one) => posting(means, one, said.atMs) ?? [])),
  );
}

const words: Readonly<Record<DisputeMessage['stage'], string>> = {
  chargeback: 'chargeback',
  representment: 'representment',
  second_chargeback: 'second chargeback',
  closing: 'closing of a dispute',
  pre_arbitration: 'pre-arbitration',
  acceptance: 'pre-arbitration accepted',
  declination: 'pre-arbitration declined',
  arbitration: 'filed for arbitration',
  ruling: 'ruling',
};

/** The fees of the purchase stay where they are: only the purchase itself goes back and forth. */
function posting(
  { makeId }: Means,
  { item, presentment, charged }: AcceptedMessage,
  atMs: number,
): Posting | undefined {
  const { currency } = item.amount;
  const [acquiring, issuing] = [
    paths.member(presentment.acquirerId),
    paths.member(presentment.issuerId),
  ];
  const entries = [
    ...move(issuing, acquiring, money(currency, issuerPaid(item))),
    ...move(paths.disputeFees, issuing, money(currency, charged.issuerMinor)),
    ...move(paths.disputeFees, acquiring, money(currency, charged.acquirerMinor)),
  ];
  if (entries.length === 0) return undefined;
  return {
    accountId: bookId,
    id: makeId('ltx'),
    at: atMs,
    kind: 'posted',
    description: words[item.stage],
    reference: item.rrn,
    entries,
  };
}
