// The payment that a return speaks of, by our reference of it, wherever it was settled.

import type { Database } from '@kassa/database';
import { findTransfer, type RecordedTransfer } from '../credit-transfers/store.ts';
import { findSettledItem, type SettledItem } from '../small-value/store.ts';
import type { Original } from './decide.ts';

export async function findOriginal(
  db: Database,
  id: string | undefined,
): Promise<Original | undefined> {
  if (id === undefined) return undefined;
  const transfer = await findTransfer(db, id);
  if (transfer) return ofTransfer(transfer);
  const item = await findSettledItem(db, id);
  // A return is not returned, and an entry of the ACH comes back as one.
  const isOriginal = item?.kind === 'credit_transfer' || item?.kind === 'collection';
  return isOriginal ? ofItem(item) : undefined;
}

export function ofTransfer(transfer: RecordedTransfer): Original {
  const { id, endToEndId, messageId, sender, receiver, amount, state } = transfer;
  return {
    ...{ id, endToEndId, messageId, sender, receiver, amount },
    messageName: 'pacs.008.001.08',
    payer: sender,
    payee: receiver,
    isReturned: state === 'returned',
    settled: 'at_once',
  };
}

function ofItem(item: SettledItem): Original {
  const { id, endToEndId, messageId, sender, receiver, amount, payer, payee, isReturned } = item;
  return {
    ...{ id, endToEndId, messageId, sender, receiver, amount, payer, payee, isReturned },
    messageName: item.kind === 'collection' ? 'pain.008.001.08' : 'pacs.008.001.08',
    settled: 'in_window',
  };
}
