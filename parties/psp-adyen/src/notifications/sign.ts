// The signature of a notification: eight of its fields, joined by colons, under the merchant's key.

import { createHmac } from 'node:crypto';
import type { Secret } from '@kassa/secret';

export type Item = {
  readonly pspReference: string;
  readonly originalReference?: string;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  readonly amount: { readonly value: number; readonly currency: string };
  readonly eventCode: string;
  readonly eventDate: string;
  readonly success: 'true' | 'false';
  readonly reason: string;
  readonly paymentMethod?: string;
  readonly additionalData: Readonly<Record<string, string>>;
};

export function signed(item: Item, hmacKey: Secret<string>): Item {
  const text = [
    item.pspReference,
    item.originalReference ?? '',
    item.merchantAccountCode,
    item.merchantReference,
    item.amount.value,
    item.amount.currency,
    item.eventCode,
    item.success,
  ].join(':');
  const hmacSignature = createHmac('sha256', Buffer.from(hmacKey.reveal(), 'hex'))
    .update(text, 'utf8')
    .digest('base64');
  return { ...item, additionalData: { ...item.additionalData, hmacSignature } };
}
