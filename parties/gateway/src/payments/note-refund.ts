// What a merchant notes of a refund; it moves nothing.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { PaymentRefusal } from './errors.ts';
import { type FoundRefund, findRefundShown } from './list-charges.ts';
import type { PaymentMeans } from './ports.ts';
import { refusalOf } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';

export type Noting = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly change: (before: FoundRefund) => FoundRefund['refund']['metadata'];
  /** What else the commit does. */
  readonly also: (before: FoundRefund, after: FoundRefund) => Unit;
};

export async function noteRefund(
  { db }: Pick<PaymentMeans, 'db'>,
  { accountId, id, change, also }: Noting,
): Promise<Result<FoundRefund, PaymentRefusal>> {
  return untilUncontested(async () => {
    const before = await findRefundShown(db, accountId, id);
    if (before === undefined) return err({ code: 'refund_unknown', id });
    const { version } = before.refund;
    const refund = { ...before.refund, metadata: change(before), version: version + 1 };
    const after = { ...before, refund };
    const noted = {
      ...{ as: 'refund', table: 'refund', key: { account_id: accountId, id } },
      set: { metadata: refund.metadata, version: refund.version },
      expect: { version },
    };
    const committed = await db.commit(unit({ updates: [noted] }, also(before, after)));
    return committed.ok ? ok(after) : err(refusalOf(committed.error));
  });
}
