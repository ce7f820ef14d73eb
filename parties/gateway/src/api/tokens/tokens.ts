// Tokens of the older API: a card that a browser hands to the server, for one use.

import { unit } from '@kassa/database';
import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { checkCard } from '../../vault/check-card.ts';
import { noBilling } from '../../vault/store.ts';
import { type CardToken, insertToken, loadToken } from '../../vault/token-store.ts';
import type { Api } from '../api.ts';
import { cardToApi, invalid, keyInUse, missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { expansion, metadata, notTaken, text } from '../kernel/parameters.ts';
import { cardToStripe } from '../to-stripe/card.ts';
import { type Resource, seconds } from '../to-stripe/shape.ts';

const digits = z.union([z.string().max(40), z.number().transform(String)]);
const line = text(500).optional();

const cardInput = z.strictObject({
  number: digits,
  exp_month: digits,
  exp_year: digits,
  cvc: digits.optional(),
  name: text(200).optional(),
  address_city: line,
  address_country: line,
  address_line1: line,
  address_line2: line,
  address_state: line,
  address_zip: line,
  currency: text(3).optional(),
  metadata: metadata.optional(),
  networks: z.strictObject({ preferred: text(50).optional() }).optional(),
});

const only = 'Kassa makes tokens of cards only; give these details where they are wanted instead.';

export function addTokens(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'tokens.create',
    method: 'POST',
    url: '/v1/tokens',
    summary: 'Puts a card into the vault for one use; made in a browser, used on a server.',
    answers: 'token',
    publishable: true,
    input: z.strictObject({
      ...expansion,
      card: z.union([cardInput, z.string().max(255)]).optional(),
      customer: notTaken('Cards of customers are used by their own ids.'),
      account: notTaken(only),
      bank_account: notTaken(only),
      cvc_update: notTaken(only),
      person: notTaken(only),
      pii: notTaken(only),
    }),
    run: async ({ accountId, input, once, client }) => {
      const { card } = input;
      if (card === undefined || typeof card === 'string') {
        const message = 'Missing required param: card. Give number, exp_month, exp_year and cvc.';
        return err(invalid(message, { code: 'parameter_missing', param: 'card' }));
      }
      const { number, exp_month: month, exp_year: year, cvc = '', name = '' } = card;
      const nowMs = means.clock.nowMs();
      const typed = { number, expiry: { month, year }, cvc, holder: name };
      const checked = checkCard(typed, { nowMs, needsCvc: false, needsHolder: false });
      if (!checked.ok) return err(cardToApi(checked.error));
      const billing = { ...noBilling, name: name === '' ? null : name, address: addressOf(card) };
      const about = { accountId, nowMs, billing, metadata: {}, customer: null };
      const sealed = means.vault.seal(checked.value, about);
      const id = `tok_${sealed.id.slice('pm_'.length)}`;
      const token: CardToken = {
        ...{ accountId, id, card: sealed, clientIp: client.ip || null, createdAtMs: nowMs },
        isUsed: false,
      };
      const answer = () => ({ status: 200, body: tokenToStripe(token) });
      const kept = once(answer).settle(token, token.id);
      const committed = await means.db.commit(unit(insertToken(token), kept));
      return committed.ok ? ok(answer()) : err(keyInUse);
    },
  });
  addEndpoint(api, {
    name: 'tokens.retrieve',
    method: 'GET',
    url: '/v1/tokens/:id',
    summary: 'One token, and whether it has been used.',
    answers: 'token',
    publishable: true,
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const token = await loadToken(means.db, accountId, id);
      if (token === undefined) return err(missing('token', id, 'token'));
      return ok({ status: 200, body: tokenToStripe(token) });
    },
  });
}

function addressOf(card: z.output<typeof cardInput>) {
  const place = {
    city: card.address_city ?? null,
    country: card.address_country ?? null,
    line1: card.address_line1 ?? null,
    line2: card.address_line2 ?? null,
    postal_code: card.address_zip ?? null,
    state: card.address_state ?? null,
  };
  return Object.values(place).some((part) => part !== null) ? place : null;
}

function tokenToStripe(token: CardToken): Resource & { readonly id: string } {
  return {
    id: token.id,
    object: 'token',
    card: cardToStripe(token.card),
    client_ip: token.clientIp,
    created: seconds(token.createdAtMs),
    livemode: false,
    type: 'card',
    used: token.isUsed,
  };
}
