// The demo world's people, shops and accounts. Parties know none of them: the world tells each what
// concerns it at its start.

import { fjord, plava } from './banks.ts';
import { fjordCards, hanasCard, plavaCards } from './cards.ts';
import { bosnianIban, norwegianIban, norwegianIbans } from './iban.ts';
import type { AccountPlan, CardPlan, CustomerPlan, MerchantPlan, ShopPlan } from './plans.ts';
import { plavaPhonelessCards, plavaTokenCards } from './token-cards.ts';
import { fjordPhonelessCards, fjordTokenCards } from './token-cards-abroad.ts';

export const diva: ShopPlan = {
  accountId: 'acct_diva',
  slug: 'diva',
  name: 'Diva shop',
  legalName: 'Diva d.o.o. Sarajevo',
  email: 'shop@diva.example',
  city: 'Sarajevo',
  country: 'BA',
  currency: 'BAM',
  mcc: '5977',
  contracts: {
    'acquirer-zelena': { mid: 'DIVA00000000001', tid: 'DIVA0001' },
    'acquirer-crvena': { mid: 'CRV000000070001', tid: 'CRV70001' },
  },
  iban: bosnianIban('196', '70001'),
  bankBic: plava.bic,
  secretKey: 'sk_test_diva',
  publishableKey: 'pk_test_diva',
  restrictedKey: {
    key: 'rk_test_diva',
    rights: { paymentIntents: 'read', charges: 'read', refunds: 'write' },
  },
  webhookSecret: 'whsec_test_diva',
  colour: '#8e2a5b',
  accent: '#e9a6b7',
};

export const nordlys: ShopPlan = {
  accountId: 'acct_nordlys',
  slug: 'nordlys',
  name: 'Nordlys',
  legalName: 'Nordlys AS',
  email: 'butikk@nordlys.example',
  city: 'Tromsø',
  country: 'NO',
  currency: 'NOK',
  mcc: '5999',
  contracts: {
    'acquirer-zelena': { mid: 'NORDLYS00000001', tid: 'NORD0001' },
    'acquirer-crvena': { mid: 'CRV000000070002', tid: 'CRV70002' },
  },
  iban: norwegianIban('9049', '600012'),
  bankBic: fjord.bic,
  secretKey: 'sk_test_nordlys',
  publishableKey: 'pk_test_nordlys',
  webhookSecret: 'whsec_test_nordlys',
  colour: '#12355b',
  accent: '#3fb68b',
};

/** Where others sell: a platform with connected accounts, used by programs only. */
export const tezga: MerchantPlan = {
  accountId: 'acct_tezga',
  name: 'Tezga',
  legalName: 'Tezga d.o.o. Mostar',
  email: 'ekipa@tezga.example',
  city: 'Mostar',
  country: 'BA',
  currency: 'BAM',
  mcc: '5399',
  contracts: { 'acquirer-zelena': { mid: 'TEZGA0000000001', tid: 'TEZG0001' } },
  isPlatform: true,
  iban: bosnianIban('196', '70003'),
  bankBic: plava.bic,
  secretKey: 'sk_test_tezga',
  publishableKey: 'pk_test_tezga',
  colour: '#7a4a12',
  accent: '#f0c48a',
};

/**
 * Sells journeys long before they begin: so its bank holds a tenth back, though only for a week, which a
 * demo can wait for. It pays its fee at cost. Used by programs only.
 */
export const bura: MerchantPlan = {
  accountId: 'acct_bura',
  name: 'Bura',
  legalName: 'Bura putovanja d.o.o.',
  email: 'agencija@bura.example',
  city: 'Mostar',
  country: 'BA',
  currency: 'BAM',
  mcc: '4722',
  contracts: {
    'acquirer-zelena': {
      ...{ mid: 'BURA00000000001', tid: 'BURA0001' },
      fee: { pricing: 'interchange_plus', basisPoints: 40, fixed: { BAM: '0.10' } },
      reserve: { basisPoints: 1_000, days: 7 },
    },
  },
  iban: bosnianIban('196', '70004'),
  bankBic: plava.bic,
  secretKey: 'sk_test_bura',
  publishableKey: 'pk_test_bura',
  colour: '#1d5c63',
  accent: '#f2b880',
};

export const merchants: readonly MerchantPlan[] = [diva, nordlys, tezga, bura];

export const hana = {
  name: 'Hana Hadžić',
  email: 'hana@example.ba',
  phone: '+38761000001',
  street: 'Ferhadija 12',
  postalCode: '71000',
  city: 'Sarajevo',
  country: 'BA',
} as const;

/** Sells at Tezga: where programs may have a connected account paid to. */
export const amra = {
  name: 'Amra Hodžić',
  email: 'amra@example.ba',
  phone: '+38761000002',
  city: 'Sarajevo',
  country: 'BA',
  iban: bosnianIban('196', '12346'),
} as const;

export const plavaCustomers: readonly CustomerPlan[] = [
  {
    id: 'cust_hana',
    number: '10000001',
    password: 'hana-demo',
    kind: 'person',
    name: hana.name,
    phone: hana.phone,
    email: hana.email,
    language: 'bs',
    accounts: [
      {
        id: 'hana',
        iban: bosnianIban('196', '12345'),
        name: 'Tekući račun',
        currency: 'BAM',
        balanceMinor: hanasCard.balanceMinor,
        creditLineMinor: 0,
        card: hanasCard,
      },
    ],
  },
  {
    id: 'cust_diva',
    number: '20000001',
    password: 'diva-demo',
    kind: 'business',
    name: diva.legalName,
    accounts: [
      {
        id: 'diva',
        iban: diva.iban,
        name: 'Poslovni račun',
        currency: diva.currency,
        balanceMinor: 0,
        creditLineMinor: 0,
      },
    ],
  },
  {
    id: 'cust_amra',
    number: '10000002',
    password: 'amra-demo',
    kind: 'person',
    name: amra.name,
    phone: amra.phone,
    email: amra.email,
    language: 'bs',
    accounts: [
      {
        id: 'amra',
        iban: amra.iban,
        name: 'Tekući račun',
        currency: 'BAM',
        balanceMinor: 0,
        creditLineMinor: 0,
      },
    ],
  },
  {
    id: 'cust_tezga',
    number: '20000003',
    password: 'tezga-demo',
    kind: 'business',
    name: tezga.legalName,
    accounts: [
      {
        id: 'tezga',
        iban: tezga.iban,
        name: 'Poslovni račun',
        currency: tezga.currency,
        balanceMinor: 0,
        creditLineMinor: 0,
      },
    ],
  },
  {
    id: 'cust_bura',
    number: '20000004',
    password: 'bura-demo',
    kind: 'business',
    name: bura.legalName,
    accounts: [
      {
        id: 'bura',
        iban: bura.iban,
        name: 'Poslovni račun',
        currency: bura.currency,
        balanceMinor: 0,
        creditLineMinor: 0,
      },
    ],
  },
  {
    id: 'cust_plava_tests',
    number: '10000009',
    password: 'tests-demo',
    kind: 'person',
    name: 'Tarik Test',
    phone: '+38761000009',
    accounts: plavaCards.map((card, at) =>
      accountOf(card, bosnianIban('196', String(90_001 + at)), 'BAM'),
    ),
  },
  {
    id: 'cust_plava_programs',
    number: '10000008',
    kind: 'person',
    name: 'Petar Program',
    phone: '+38761000008',
    accounts: plavaTokenCards.map((card, at) =>
      programAccountOf(card, bosnianIban('196', String(91_001 + at)), 'BAM'),
    ),
  },
  {
    id: 'cust_plava_phoneless',
    number: '10000007',
    kind: 'person',
    name: 'Bez Telefona',
    accounts: plavaPhonelessCards.map((card, at) =>
      programAccountOf(card, bosnianIban('196', String(92_001 + at)), 'BAM'),
    ),
  },
];

const programIbans = norwegianIbans('9049', 610_000, fjordTokenCards.length);
const phonelessIbans = norwegianIbans('9049', 620_000, fjordPhonelessCards.length);

export const fjordCustomers: readonly CustomerPlan[] = [
  {
    id: 'cust_nordlys',
    number: '20000002',
    password: 'nordlys-demo',
    kind: 'business',
    name: nordlys.legalName,
    accounts: [
      {
        id: 'nordlys',
        iban: nordlys.iban,
        name: 'Driftskonto',
        currency: nordlys.currency,
        balanceMinor: 0,
        creditLineMinor: 0,
      },
    ],
  },
  {
    id: 'cust_fjord_tests',
    number: '10000019',
    password: 'tests-demo',
    kind: 'person',
    name: 'Tove Test',
    phone: '+4740000019',
    accounts: fjordCards.map((card, at) =>
      accountOf(card, norwegianIban('9049', String(600_013 + at)), 'NOK'),
    ),
  },
  {
    id: 'cust_fjord_programs',
    number: '10000018',
    kind: 'person',
    name: 'Pia Program',
    phone: '+4740000018',
    accounts: fjordTokenCards.map((card, at) =>
      programAccountOf(card, programIbans[at] ?? '', 'NOK'),
    ),
  },
  {
    id: 'cust_fjord_phoneless',
    number: '10000017',
    kind: 'person',
    name: 'Uten Telefon',
    accounts: fjordPhonelessCards.map((card, at) =>
      programAccountOf(card, phonelessIbans[at] ?? '', 'NOK'),
    ),
  },
];

type BankCard = CardPlan & { readonly bank: string };

/** The test cards that pages offer, each with its bank, Hana's first. */
export const testCards: readonly BankCard[] = [
  { ...hanasCard, bank: plava.name },
  ...fjordCards.map((card) => ({ ...card, bank: fjord.name })),
  ...plavaCards.map((card) => ({ ...card, bank: plava.name })),
];

/** Those that only programs use, by the names they know. */
export const tokenCards: readonly BankCard[] = [
  ...[...fjordTokenCards, ...fjordPhonelessCards].map((card) => ({ ...card, bank: fjord.name })),
  ...[...plavaTokenCards, ...plavaPhonelessCards].map((card) => ({ ...card, bank: plava.name })),
];

function accountOf(card: CardPlan, iban: string, currency: 'BAM' | 'NOK'): AccountPlan {
  const last4 = card.number.slice(-4);
  const { balanceMinor, creditLineMinor = 0 } = card;
  const name = `Test account ${last4}`;
  return { id: `test_${last4}`, iban, name, currency, balanceMinor, creditLineMinor, card };
}

/** The last four are shared by many numbers of programs, the names are not. */
function programAccountOf(card: CardPlan, iban: string, currency: 'BAM' | 'NOK'): AccountPlan {
  const id = `test_${card.tokens?.[0]?.toLowerCase()}`;
  return { ...accountOf(card, iban, currency), id };
}
