// What a newcomer reads after `npm start`: where to go, and which cards to try.

import { testCards } from '../cast/cast.ts';
import { isPartyName, type PartyName, type Places, partyNames } from '../places.ts';

export const titles: Readonly<Record<PartyName, string>> = {
  lobby: 'Lobby (start here)',
  gateway: 'Kassa, the gateway',
  'shop-diva': 'Diva shop',
  'shop-nordlys': 'Nordlys',
  'acquirer-zelena': 'Zelena banka, acquirer',
  'acquirer-crvena': 'Crvena banka, acquirer',
  'network-mozaik': 'Mozaik, card network',
  'issuer-plava': 'Plava banka, Hana’s bank',
  'issuer-fjord': 'Fjordbanken',
  'clearing-klir': 'Klir, clearing house',
  inbox: 'Inbox (e-mail, SMS)',
};

const order: readonly PartyName[] = [
  'lobby',
  'shop-diva',
  'shop-nordlys',
  'inbox',
  ...partyNames.filter((name) => !/^(lobby|shop-|inbox)/.test(name)),
];

export function announce(places: Places, parties: readonly string[]): string {
  const running = order.filter((name) => parties.includes(name)).filter(isPartyName);
  const lines = running.map((name) => `  ${titles[name].padEnd(28)}${places.url(name)}`);
  if (!running.includes('lobby')) return `\n${lines.join('\n')}\n`;
  const cards = testCards.map((card) => {
    const number = card.number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
    return `  ${number}  ${printedOn(card)}  ${card.does}`;
  });
  return [
    '',
    ...lines,
    '',
    'Test cards           valid  code',
    ...cards,
    '',
    'Codes that a bank sends by SMS arrive in the inbox.',
    '',
  ].join('\n');
}

/** Expiry and code, where they matter. */
function printedOn(card: (typeof testCards)[number]): string {
  const { expiry, expiryRule, cvc = 'any' } = card;
  const isExact = expiryRule === 'exact' && card.outcome !== 'declined';
  const valid = isExact ? `${expiry.slice(2)}/${expiry.slice(0, 2)}` : 'any  ';
  return `${valid}  ${cvc}`;
}
