// The face of a connected account as a merchant: what cardholders read, what the issuer is told.

import type { Face } from '../merchants/merchant.ts';
import { type AccountData, textAt } from './account.ts';

export function faceOf(account: AccountData): Face {
  const { businessProfile, company, settings, persons } = account;
  const person = persons.find(({ isIndividual }) => isIndividual)?.said ?? {};
  const names = [
    textAt(settings, 'payments.statement_descriptor'),
    textAt(businessProfile, 'name'),
    textAt(company, 'name'),
    [textAt(person, 'first_name'), textAt(person, 'last_name')].filter(Boolean).join(' '),
  ];
  const name = names.find((one) => one !== undefined && one !== '');
  const city = textAt(company, 'address.city') ?? textAt(person, 'address.city');
  const url = textAt(businessProfile, 'url');
  const mcc = textAt(businessProfile, 'mcc');
  const colour = textAt(settings, 'branding.primary_color');
  return {
    country: account.country,
    currency: account.currency,
    ...(name && { name: name.slice(0, 25).trim() }),
    ...(city && { city }),
    ...(url && { url }),
    ...(mcc && { mcc }),
    ...(colour && { colour }),
  };
}
