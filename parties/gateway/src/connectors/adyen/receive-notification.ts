// What Adyen tells by itself, signed with the key of the account: how modifications ended, and what
// became of authorisations. Kept before it is accepted, for what is accepted is not told again.

import type { Types } from '@adyen/api-library';
import type { Secret } from '@kassa/secret';
import { z } from 'zod';
import type { ConnectorMeans } from '../means.ts';
import { rrnIn } from '../name-message.ts';
import { openReferences } from '../references.ts';
import { loadLibrary } from './library.ts';
import { openNotices } from './notices.ts';

export type ReceiverOptions = {
  readonly name: string;
  readonly merchantAccount: string;
  readonly hmacKey: Secret<string>;
};

export type ReceiverMeans = Pick<ConnectorMeans, 'db' | 'clock' | 'log' | 'onLateApproval'>;

/** Why it is not accepted. */
export type ReceiptRefusal = 'unreadable' | 'wrong_signature' | 'wrong_account';
export type Receive = (body: unknown) => Promise<'accepted' | ReceiptRefusal>;

type Item = Types.notification.NotificationRequestItem;

const fields = z.object({
  pspReference: z.string().min(1).max(100),
  merchantAccountCode: z.string(),
  merchantReference: z.string().max(100),
  eventCode: z.string().max(100),
  success: z.enum(['true', 'false']),
  reason: z.string().nullish(),
  amount: z.object({ value: z.number(), currency: z.string() }),
  additionalData: z.looseObject({ hmacSignature: z.string() }),
});
const itemSchema = z.custom<Item>((value) => fields.safeParse(value).success);
const bodySchema = z.object({
  notificationItems: z
    .array(z.object({ NotificationRequestItem: itemSchema }))
    .min(1)
    .max(100),
});

export function openReceiver(options: ReceiverOptions, means: ReceiverMeans): Receive {
  const { name, hmacKey, merchantAccount } = options;
  const references = openReferences(name, means.db, means.clock);
  const notices = openNotices(name, means.db);
  const validator = new (loadLibrary().hmacValidator)();
  return async (body) => {
    const parsed = bodySchema.safeParse(body);
    if (!parsed.success) return 'unreadable';
    const items = parsed.data.notificationItems.map((one) => one.NotificationRequestItem);
    // All are checked before one is believed.
    if (!items.every((item) => validator.validateHMAC(item, hmacKey.reveal()))) {
      return 'wrong_signature';
    }
    if (items.some((item) => item.merchantAccountCode !== merchantAccount)) return 'wrong_account';
    for (const item of items) await take(item);
    return 'accepted';
  };

  async function take(item: Item): Promise<void> {
    const { log, clock, onLateApproval } = means;
    const { pspReference: reference, merchantReference, amount, reason = '' } = item;
    const event = String(item.eventCode);
    const about = { provider: name, event, reference, of: merchantReference };
    const owner = await references.ownerOf(rrnIn(merchantReference));
    if (owner === undefined) return log.warn(about, 'a notification of nothing we know');
    const hasFailedLater = event.endsWith('_FAILED');
    if (hasFailedLater) log.error(about, 'what was done has failed afterwards');
    const isSuccess = String(item.success) === 'true' && !hasFailedLater;
    const authCode = item.additionalData?.['authCode'] ?? null;
    const { accountId, wire } = owner;
    await notices.keep(
      {
        ...{ accountId, reference, event, isSuccess, name: merchantReference },
        details: { reason: reason ?? '', authCode },
      },
      clock.nowMs(),
    );
    if (event !== 'AUTHORISATION' || !isSuccess) return;
    await references.learn(owner, reference);
    // Its answer has brought no name: perhaps nobody waits for it any more.
    if (owner.reference !== null || amount.value === 0) return;
    const { rrn, stan, terminalId } = wire;
    onLateApproval({ provider: name, rrn, stan, terminalId });
  }
}
