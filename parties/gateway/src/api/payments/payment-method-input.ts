// A card as an API caller gives it, on its way into the vault.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import type { Billing, Expiry, PaymentMethod } from '../../vault/card.ts';
import { checkCard, checkExpiry } from '../../vault/check-card.ts';
import { noBilling } from '../../vault/store.ts';
import { type ApiError, cardToApi, invalid } from '../kernel/api-error.ts';
import { address, metadata, text, unsettable } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { cardOfToken, type TokenCard } from '../tokens/use-token.ts';
import { otherMethods } from './other-methods.ts';

const digits = z.union([z.string().max(40), z.number().transform(String)]);

export const cardInput = z.strictObject({
  number: digits.optional(),
  exp_month: digits.optional(),
  exp_year: digits.optional(),
  cvc: digits.optional(),
  token: text(200).optional(),
  networks: z.strictObject({ preferred: text(50).optional() }).optional(),
});

export const expiryInput = { exp_month: digits.optional(), exp_year: digits.optional() };

export const billingInput = z.strictObject({
  address: unsettable(address).optional(),
  email: unsettable(text(512)).optional(),
  name: unsettable(text()).optional(),
  phone: unsettable(text(100)).optional(),
  tax_id: text(100).optional(),
});

export const methodFields = {
  ...otherMethods,
  type: z.string().max(50),
  card: cardInput.optional(),
  billing_details: billingInput.optional(),
  metadata: metadata.optional(),
  allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(),
};

const methodInput = z.strictObject(methodFields);
export type MethodInput = z.output<typeof methodInput>;

/** `at` names the place in the request, for the error: `payment_method_data`. */
export async function sealCard(
  means: ApiMeans,
  accountId: AccountId,
  input: MethodInput,
  at = '',
): Promise<Result<PaymentMethod, ApiError>> {
  const place = (name: string) => (at === '' ? name : `${at}[${name}]`);
  if (input.type !== 'card') {
    const message = `This payment method type is not taken here yet: ${input.type}. Use "card".`;
    return err(invalid(message, { code: 'parameter_invalid', param: place('type') }));
  }
  const checked = await checkedOf(means, accountId, { input, place });
  if (!checked.ok) return checked;
  const nowMs = means.clock.nowMs();
  const billing = mergeBilling(checked.value.billing, input.billing_details);
  const about = {
    accountId,
    nowMs,
    billing,
    metadata: input.metadata === undefined ? {} : input.metadata,
    customer: null,
    allowRedisplay: input.allow_redisplay ?? 'unspecified',
  };
  const { card, token } = checked.value;
  return ok(means.vault.seal(card, { ...about, token }));
}

type Typed = { readonly input: MethodInput; readonly place: (name: string) => string };

/** The card as it was typed, or the one that a token stands for. */
async function checkedOf(
  means: ApiMeans,
  accountId: AccountId,
  { input: { card, billing_details: billing }, place }: Typed,
): Promise<Result<TokenCard, ApiError>> {
  const { token } = card ?? {};
  if (token !== undefined) {
    return cardOfToken(means, accountId, { token, param: `${place('card')}[token]` });
  }
  const absent = card === undefined ? 'card' : lacking(card);
  if (card === undefined || absent !== undefined) {
    const param = absent === 'card' ? place('card') : `${place('card')}[${absent}]`;
    const message = `Missing required param: ${param}.`;
    return err(invalid(message, { code: 'parameter_missing', param }));
  }
  const { number = '', exp_month: month = '', exp_year: year = '', cvc = '' } = card;
  const checked = checkCard(
    { number, expiry: { month, year }, cvc, holder: billing?.name ?? '' },
    { nowMs: means.clock.nowMs(), needsCvc: false, needsHolder: false },
  );
  if (!checked.ok) return err(cardToApi(checked.error));
  return ok({ card: checked.value, token: null, billing: noBilling });
}

function lacking(card: z.output<typeof cardInput>): string | undefined {
  return (['number', 'exp_month', 'exp_year'] as const).find((name) => card[name] === undefined);
}

/** What is not given stays; an address is given as a whole. */
export function mergeBilling(
  old: Billing,
  given: z.output<typeof billingInput> | undefined,
): Billing {
  if (given === undefined) return old;
  const { address: place, email, name, phone } = given;
  const parts = Object.entries(place ?? {}).map(([key, value]) => [key, value ?? null]);
  return {
    address: place === undefined ? old.address : place === null ? null : Object.fromEntries(parts),
    email: email === undefined ? old.email : email,
    name: name === undefined ? old.name : name,
    phone: phone === undefined ? old.phone : phone,
  };
}

/** The expiry as an update says it; the number and its code never change. */
export function withExpiry(
  { face }: PaymentMethod,
  given: { readonly exp_month?: string | undefined; readonly exp_year?: string | undefined },
  nowMs: number,
): Result<Expiry, ApiError> {
  const { exp_month: month = String(face.expiry.month) } = given;
  const { exp_year: year = String(face.expiry.year) } = given;
  const checked = checkExpiry({ month, year }, nowMs);
  if (checked.ok) return checked;
  const faults = [{ field: 'expiry', fault: checked.error }] as const;
  return err(cardToApi({ faults }));
}
