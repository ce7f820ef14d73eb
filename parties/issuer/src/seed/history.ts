// Payments of the past: authorized, cleared and paid out long ago, from the bank's cash.

import type { Posting } from '@kassa/ledger';
import type { Currency } from '@kassa/money';
import { dateIn } from '@kassa/time';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import type { Bank } from '../ports.ts';

type Payment = {
  readonly minor: bigint;
  readonly merchant: string;
  readonly city: string;
  readonly country: string;
  readonly daysAgo: number;
};

type Of = {
  readonly cardId: string;
  readonly bankAccountId: string;
  readonly currency: Currency;
};

const dayMs = 86_400_000;

export function historyOf(bank: Bank, of: Of, payment: Payment) {
  const { minor, merchant, city, country } = payment;
  const at = bank.clock.nowMs() - Math.round(payment.daysAgo * dayMs);
  const authorizationId = bank.makeId('auth');
  const rrn = `H${authorizationId.slice(-11)}`;
  const posting: Posting = {
    kind: 'posted',
    accountId: bank.book,
    id: bank.makeId('ltx'),
    at,
    description: merchant,
    reference: rrn,
    entries: [
      ...entry(customerPath(of.bankAccountId), 'debit', of.currency, minor),
      ...entry(paths.vault, 'credit', of.currency, minor),
    ],
  };
  const row = {
    authorization_id: authorizationId,
    acquirer_id: '0'.repeat(11),
    stan: '000000',
    rrn,
    card_id: of.cardId,
    bank_account_id: of.bankAccountId,
    decided_at_ms: at,
    day: dateIn(at, bank.zone),
    mid: '',
    merchant_name: merchant,
    merchant_city: city,
    merchant_country: country || bank.country,
    mcc: '',
    amount_minor: minor,
    currency: of.currency,
    billed_minor: minor,
    billed_currency: of.currency,
    is_online: true,
    initiation: 'cardholder',
    is_authenticated: false,
    response_code: '00',
    authorization_code: authorizationId.slice(-6),
    cvc_result: 'M',
    state: 'cleared',
    counted_minor: minor,
  };
  return { posting, row };
}
