// The holder freezes, unfreezes, reports a loss or sets limits; the bank may do all of it. Every
// change is kept with its maker.

import type { Row } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { Bank } from '../ports.ts';
import type { Card, CardLimits, CardStatus } from './card.ts';
import type { CardRefusal } from './errors.ts';
import { findCard } from './store.ts';

export type CardChange = {
  readonly cardId: string;
  readonly by: 'holder' | 'bank';
  readonly status?: CardStatus;
  readonly limits?: Partial<CardLimits>;
};

/** What a holder may do to a card by hand; everything else is the bank's word. */
const holdersMoves: Readonly<Partial<Record<CardStatus, readonly CardStatus[]>>> = {
  active: ['frozen', 'lost', 'stolen'],
  frozen: ['active', 'lost', 'stolen'],
};

export async function changeCard(
  bank: Bank,
  change: CardChange,
): Promise<Result<Card, CardRefusal>> {
  const card = await findCard(bank.db, change.cardId);
  if (!card) return err({ code: 'no_such_card' });
  const { status = card.status, by } = change;
  if (status !== card.status && by === 'holder' && !holdersMoves[card.status]?.includes(status)) {
    return err({ code: 'not_allowed', from: card.status, to: status });
  }
  const limits = { ...card.limits, ...change.limits };
  const committed = await bank.db.commit({
    updates: [
      {
        as: 'card_unchanged',
        table: 'card',
        key: { card_id: card.cardId },
        set: { status, ...limitColumns(limits), version: card.version + 1 },
        expect: { version: card.version },
      },
    ],
    inserts: [{ table: 'card_change', rows: [recordOf(bank, card, change)] }],
  });
  if (!committed.ok) return err({ code: 'changed_meanwhile' });
  bank.log.info({ cardId: card.cardId, by, status }, 'card changed');
  return ok({ ...card, status, limits, version: card.version + 1 });
}

function limitColumns(limits: CardLimits): Row {
  return {
    payment_max_minor: limits.paymentMaxMinor,
    day_max_minor: limits.dayMaxMinor,
    day_count_max: limits.dayCountMax,
    is_online_allowed: limits.isOnlineAllowed,
    online_max_minor: limits.onlineMaxMinor,
    is_cross_border_allowed: limits.isCrossBorderAllowed,
  };
}

function recordOf(bank: Bank, card: Card, change: CardChange): Row {
  const { status, limits, by } = change;
  return {
    card_change_id: bank.makeId('chg'),
    card_id: card.cardId,
    at_ms: bank.clock.nowMs(),
    made_by: by,
    what: status === undefined ? 'limits' : status,
    detail: { from: card.status, limits: limits === undefined ? null : { ...limits } },
  };
}
