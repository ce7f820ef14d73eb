// The chapters of the reference: one for each resource of the registry, in the order of a payment's
// life. A resource that is not named here gets its chapter all the same, at the end.

import type { Operation } from '../../api/kernel/operation.ts';

export type Chapter = {
  /** `checkout.sessions`, as the official client names it; also its address. */
  readonly resource: string;
  readonly title: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly operations: readonly Operation[];
};

export type Part = { readonly title: string; readonly chapters: readonly Chapter[] };

type Named = readonly [resource: string, title: string, about: string];

const parts: readonly (readonly [title: string, resources: readonly Named[]])[] = [
  [
    'Payments',
    [
      ['paymentIntents', 'PaymentIntents', 'One payment from the wish to the money.'],
      ['setupIntents', 'SetupIntents', 'A card made ready for later payments, for no money now.'],
      ['setupAttempts', 'Setup attempts', 'The tries of a SetupIntent.'],
      ['mandates', 'Mandates', 'What a customer allowed to be charged later.'],
      ['paymentMethods', 'Payment methods', 'Cards, by a name that is no card number.'],
      ['tokens', 'Tokens', 'Cards as older programs hold them, for one use.'],
      ['confirmationTokens', 'Confirmation tokens', 'What a page collected, to confirm with.'],
      ['charges', 'Charges', 'What a bank approved or refused.'],
      ['refunds', 'Refunds', 'Money given back.'],
      ['disputes', 'Disputes', 'Payments that a cardholder took back through the bank.'],
    ],
  ],
  [
    'Checkout',
    [
      ['checkout.sessions', 'Checkout Sessions', 'A hosted page that takes one payment.'],
      ['paymentLinks', 'Payment links', 'An address that opens a Checkout Session each time.'],
    ],
  ],
  [
    'Customers',
    [
      ['customers', 'Customers', 'Who buys, with cards, balance and tax ids.'],
      ['taxIds', 'Tax ids', 'The merchant’s own tax ids.'],
      ['customerSessions', 'Customer sessions', 'Lets a page show one customer’s cards.'],
      ['ephemeralKeys', 'Ephemeral keys', 'Lets an app act for one customer, for an hour.'],
    ],
  ],
  [
    'Catalogue',
    [
      ['products', 'Products', 'What is sold.'],
      ['prices', 'Prices', 'What a product costs, and how it is counted.'],
      ['shippingRates', 'Shipping rates', 'What delivery costs, and how long it takes.'],
      ['entitlements.features', 'Features', 'What a product brings along.'],
    ],
  ],
  [
    'Money',
    [
      ['balance', 'Balance', 'What is owed to the merchant: pending, and available.'],
      ['balanceTransactions', 'Balance transactions', 'Everything that moved the balance.'],
      ['payouts', 'Payouts', 'Money on its way to the merchant’s bank.'],
    ],
  ],
  [
    'Connect',
    [
      ['accounts', 'Accounts', 'Accounts that a platform makes and acts for.'],
      ['transfers', 'Transfers', 'Money from a platform to a connected account.'],
      ['applicationFees', 'Application fees', 'What a platform keeps of others’ payments.'],
    ],
  ],
  [
    'Events',
    [
      ['events', 'Events', 'What happened, each with the object as it was then.'],
      ['webhookEndpoints', 'Webhook endpoints', 'Addresses that are told of events.'],
      [
        'v2.core.events',
        'Thin events',
        'Events of the second interface: what happened, by its id.',
      ],
      ['v2.core.eventDestinations', 'Event destinations', 'Where thin events are told.'],
    ],
  ],
  [
    'Files',
    [
      ['files', 'Files', 'Evidence, logos and other files.'],
      ['fileLinks', 'File links', 'Addresses that show a file for a while.'],
    ],
  ],
];

const named = new Map(
  parts.flatMap(([, resources]) => resources.map((one): [string, Named] => [one[0], one])),
);

export const resourceOf = (operation: string): string =>
  operation.split('.').slice(0, -1).join('.');

export function partsOf(operations: readonly Operation[]): readonly Part[] {
  const all = [...new Set(operations.map(({ name }) => resourceOf(name)))];
  const chapter = (resource: string): Chapter => ({
    resource,
    title: named.get(resource)?.[1] ?? wordsOf(resource),
    about: named.get(resource)?.[2] ?? '',
    operations: operations
      .filter(({ name }) => resourceOf(name) === resource)
      .sort((a, b) => rankOf(a) - rankOf(b)),
  });
  const known = parts.map(([title, resources]) => ({
    title,
    chapters: resources.filter(([one]) => all.includes(one)).map(([one]) => chapter(one)),
  }));
  const helpers = all.filter((one) => one.startsWith('testHelpers.'));
  const others = all.filter((one) => !named.has(one) && !helpers.includes(one));
  return [
    ...known,
    { title: 'More', chapters: others.map(chapter) },
    { title: 'Test helpers', chapters: helpers.map(chapter) },
  ].filter(({ chapters }) => chapters.length > 0);
}

/** What everybody looks for first stands first. */
const first = ['create', 'retrieve', 'update'];
const last = ['list', 'search', 'del'];

function rankOf({ name }: Operation): number {
  const method = name.split('.').at(-1) ?? '';
  if (last.includes(method)) return first.length + 1 + last.indexOf(method);
  return first.includes(method) ? first.indexOf(method) : first.length;
}

/** `testHelpers.confirmationTokens`: "Test helpers: confirmation tokens". */
function wordsOf(resource: string): string {
  const words = resource
    .replaceAll('.', ': ')
    .replaceAll(/[A-Z]/g, (big) => ` ${big.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
