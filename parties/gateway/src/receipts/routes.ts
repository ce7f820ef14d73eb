// The receipt of a charge, at an address that nobody can guess: whoever was given it may read it.

import { constantTimeEqual } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import { type HttpApp, sendPage } from '@kassa/http';
import { chooseLanguage } from '@kassa/pages';
import { type AccountId, idFrom } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { ClientSecrets } from '../payments/client-secret.ts';
import { type FoundCharge, findCharge } from '../payments/list-charges.ts';
import { type Lang, noReceiptPage, receiptPage } from './receipt-page.tsx';

export type ReceiptMeans = {
  readonly db: Database;
  readonly clientSecrets: ClientSecrets;
  readonly merchant: (accountId: AccountId) => Promise<Merchant>;
};

type Asked = { Params: { account: string; receipt: string } };

export function registerReceipts(app: HttpApp, means: ReceiptMeans): void {
  app.get<Asked>('/receipts/:account/:receipt', async (request, reply) => {
    const found = await find(means, request.params);
    const merchant = found && (await means.merchant(found.intent.accountId));
    const first: Lang = merchant?.language === 'bs' ? 'bs' : 'en';
    const second: Lang = first === 'bs' ? 'en' : 'bs';
    const acceptLanguage = request.headers['accept-language'];
    const lang = chooseLanguage({ acceptLanguage }, [first, second]);
    if (!found || !merchant) return sendPage(reply, noReceiptPage(lang), 404);
    return sendPage(reply, receiptPage(found, merchant, lang));
  });
}

async function find(
  { db, clientSecrets }: ReceiptMeans,
  { account, receipt }: Asked['Params'],
): Promise<FoundCharge | undefined> {
  const accountId = idFrom('acct', account);
  const id = receipt.slice(0, Math.max(receipt.lastIndexOf('-'), 0));
  if (!constantTimeEqual(receipt, clientSecrets.ofReceipt(accountId, id))) return undefined;
  const found = await findCharge(db, accountId, id);
  return found?.charge.state.kind === 'failed' ? undefined : found;
}
