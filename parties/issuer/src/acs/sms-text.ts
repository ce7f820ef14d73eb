// The text of the SMS: who asks, how much, which card, so that the holder sees what the code does.

import { format } from '@kassa/money';
import type { Authentication } from './authentication.ts';

export function smsText(bankName: string, to: Authentication, code: string): string {
  const card = to.last4 ?? '';
  if (to.holderLanguage === 'bs') {
    const amount = format(to.amount, 'bs-BA').replaceAll('\u00a0', ' ');
    return (
      `${bankName}: kod ${code} za plaćanje ${amount} prodavcu ${to.merchantName} karticom ` +
      `koja završava na ${card}. Vrijedi 5 minuta. Ne govorite ga nikome.`
    );
  }
  const amount = format(to.amount, 'en-GB').replaceAll('\u00a0', ' ');
  return (
    `${bankName}: code ${code} to pay ${amount} to ${to.merchantName} with the card ending in ` +
    `${card}. Valid for 5 minutes. Tell it to nobody.`
  );
}
