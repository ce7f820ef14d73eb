// {lobby}/world.json: the whole world for programs. Demo values only; the control key is not here.

import {
  amra,
  fjordCustomers,
  hana,
  merchants,
  plavaCustomers,
  testCards,
  tokenCards,
} from '../cast/cast.ts';
import type { CustomerPlan } from '../cast/plans.ts';
import type { WorldClock } from '../clock/world-clock.ts';
import type { Faults } from '../faults/open-faults.ts';
import { type Places, partyNames } from '../places.ts';

export function worldJson(places: Places, clock: WorldClock, faults: Faults | undefined) {
  return {
    name: 'kassa',
    urls: Object.fromEntries(partyNames.map((party) => [party, places.url(party)])),
    smtp: places.smtpUrl,
    iso8583: {
      'acquirer-zelena': places.wirePort('acquirer-zelena'),
      'acquirer-crvena': places.wirePort('acquirer-crvena'),
      'network-mozaik': places.wirePort('network-mozaik'),
      'issuer-plava': places.wirePort('issuer-plava'),
      'issuer-fjord': places.wirePort('issuer-fjord'),
    },
    /** The links through the fault box and their state; /faults.json tells the rest. */
    links: faults?.links() ?? [],
    clock: { nowMs: clock.nowMs(), offsetMs: clock.offsetMs() },
    keys: Object.fromEntries(
      merchants
        .flatMap(({ secretKey, publishableKey, restrictedKey }) => [
          secretKey,
          publishableKey,
          ...(restrictedKey ? [restrictedKey.key] : []),
        ])
        .map((key) => [key, key]),
    ),
    merchants: merchants.map((merchant) => ({
      account: merchant.accountId,
      name: merchant.name,
      currency: merchant.currency,
      secretKey: merchant.secretKey,
      publishableKey: merchant.publishableKey,
      /** With what it may do, and nothing else. */
      restrictedKey: merchant.restrictedKey ?? null,
      webhookSecret: merchant.webhookSecret ?? null,
      shop: merchant.slug === undefined ? null : places.url(`shop-${merchant.slug}`),
      /** Of those that are not paid out daily, but pay their connected accounts. */
      isPlatform: merchant.isPlatform ?? false,
      iban: merchant.iban,
    })),
    cards: testCards.map((card) => ({
      number: card.number,
      /** MM/YY; where any will do, one in the future. */
      expiry: `${card.expiry.slice(2)}/${card.expiry.slice(0, 2)}`,
      anyExpiry: card.expiryRule === 'any_future',
      cvc: card.cvc ?? '123',
      anyCvc: card.cvc === undefined,
      bank: card.bank,
      outcome: card.outcome,
      declineCode: card.declineCode ?? null,
      does: card.does,
    })),
    /** What each well-known name of a card does here: `pm_card_visa`, as a token `tok_visa`. */
    tokens: Object.fromEntries(
      [...testCards, ...tokenCards].flatMap(({ tokens = [], bank, does }) =>
        tokens.map((name) => [name, { bank, does }]),
      ),
    ),
    people: { hana, amra },
    /** Who can log in to a net-bank. */
    customers: [
      ...plavaCustomers.filter(hasLogin).map((one) => loginOf(places.url('issuer-plava'), one)),
      ...fjordCustomers.filter(hasLogin).map((one) => loginOf(places.url('issuer-fjord'), one)),
    ],
  };
}

const hasLogin = ({ password }: CustomerPlan) => password !== undefined;

function loginOf(bank: string, { id, name, number, password }: CustomerPlan) {
  return { id, name, bank, number, password };
}
