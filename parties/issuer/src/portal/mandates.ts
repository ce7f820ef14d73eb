// Mandates in the net-bank: shown, given, taken back, on the customer's own accounts only.

import { parseInput, redirect } from '@kassa/http';
import { z } from 'zod';
import { subAccountsOfCustomer } from '../accounts/store.ts';
import {
  cancelMandate,
  giveMandate,
  type MandateEntry,
  type MandateRefusal,
} from '../mandates/give-mandate.ts';
import { mandatesOf } from '../mandates/store.ts';
import { mandatesPage } from './mandates-page.tsx';
import type { Visit } from './visit.ts';

const typed = z.string().trim().max(70).default('');
const giveInput = z.object({
  account: typed,
  creditorName: typed,
  creditorId: typed,
  mandateId: typed,
  paymentMax: typed,
});
const cancelInput = z.object({ account: typed, creditorId: typed, mandateId: typed });

export function showMandates(visit: Visit): Promise<Visit['reply']> {
  return show(visit);
}

export async function giveOne(visit: Visit): Promise<Visit['reply']> {
  const { portal, request, reply } = visit;
  const { account: name, ...entry } = parseInput(giveInput, request.body);
  const account = (await ownAccounts(visit)).find(
    ({ bankAccountId, currency }) => `${bankAccountId} ${currency}` === name,
  );
  // Another customer's account is no account.
  if (!account) return show(visit, { entry, refusal: 'not_there' });
  const given = await giveMandate(portal.bank, account, entry);
  return given.ok ? redirect(reply, '/mandates') : show(visit, { entry, refusal: given.error });
}

export async function cancelOne(visit: Visit): Promise<Visit['reply']> {
  const { portal, request, reply } = visit;
  const { account, creditorId, mandateId } = parseInput(cancelInput, request.body);
  const isOwn = (await ownAccounts(visit)).some((one) => one.bankAccountId === account);
  if (isOwn) await cancelMandate(portal.bank, { bankAccountId: account, creditorId, mandateId });
  return redirect(reply, '/mandates');
}

async function show(
  visit: Visit,
  wrong?: { readonly entry: MandateEntry; readonly refusal: MandateRefusal },
): Promise<Visit['reply']> {
  const { portal, reply, page, who } = visit;
  const accounts = await ownAccounts(visit);
  const ids = [...new Set(accounts.map(({ bankAccountId }) => bankAccountId))];
  const mandates = await mandatesOf(portal.bank.db, ids);
  const shown = { accounts, mandates, ...(wrong && { wrong }) };
  return reply
    .status(wrong ? 422 : 200)
    .type('text/html; charset=utf-8')
    .send(mandatesPage(page, who, shown));
}

function ownAccounts({ portal, who }: Visit) {
  return subAccountsOfCustomer(portal.bank.db, who.customerId);
}
