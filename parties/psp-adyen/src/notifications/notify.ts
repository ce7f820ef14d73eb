// Tells merchants what has become of their requests, again and again until they have taken it. The job
// is committed with what it tells of.

import type { Unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { addJob, type JobTask } from '@kassa/jobs';
import { z } from 'zod';
import type { PspMerchant } from '../config.ts';
import { type Item, signed } from './sign.ts';

const itemSchema = z.object({
  pspReference: z.string(),
  originalReference: z.string().exactOptional(),
  merchantAccountCode: z.string(),
  merchantReference: z.string(),
  amount: z.object({ value: z.number(), currency: z.string() }),
  eventCode: z.string(),
  eventDate: z.string(),
  success: z.enum(['true', 'false']),
  reason: z.string(),
  paymentMethod: z.string().exactOptional(),
  additionalData: z.record(z.string(), z.string()),
});

export const notifyJob = (item: Item): Unit => addJob('notify', item);

export function notifyTask(http: HttpClient, merchants: readonly PspMerchant[]): JobTask {
  return async (payload) => {
    const item = itemSchema.parse(payload);
    const merchant = merchants.find((one) => one.merchantAccount === item.merchantAccountCode);
    // It is no merchant of ours any more.
    if (merchant === undefined) return;
    const told = {
      live: 'false',
      notificationItems: [{ NotificationRequestItem: signed(item, merchant.hmacKey) }],
    };
    const headers = { 'content-type': 'application/json' };
    const answer = await http.postText(merchant.notificationsUrl, JSON.stringify(told), {
      headers,
    });
    if (!answer.ok) throw new Error(`not taken: ${answer.error.code}`);
    const { status, body } = answer.value;
    if (status !== 200 || body.trim() !== '[accepted]') throw new Error(`not taken: ${status}`);
  };
}
