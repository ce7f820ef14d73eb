// Diva shop, Sarajevo: cosmetics, and a gift guide to download.
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Shop } from '../shop.ts';
import { divaBrand } from './brand.ts';
import { divaProducts } from './products.ts';

export const diva: Shop = {
  id: 'diva',
  brand: divaBrand,
  legalName: 'Diva kozmetika d.o.o.',
  address: 'Ferhadija 12, 71000 Sarajevo',
  country: 'BA',
  countryName: { en: 'Bosnia and Herzegovina', bs: 'Bosna i Hercegovina' },
  currency: unwrap(currencyOf('BAM')),
  zone: 'Europe/Sarajevo',
  languages: ['bs', 'en'],
  numberPrefix: 'D',
  mailFrom: 'Diva <narudzbe@diva.example>',
  postalCode: { pattern: /^\d{5}$/, example: '71000' },
  cityExample: 'Sarajevo',
  hero: {
    eyebrow: { en: 'Made in Sarajevo', bs: 'Napravljeno u Sarajevu' },
    title: { en: 'Care that takes its time', bs: 'Njega koja ne žuri' },
    lead: {
      en: 'Cosmetics from Bosnian roses, sage and honey. Small batches, honest labels.',
      bs: 'Kozmetika od bosanske ruže, kadulje i meda. Male serije, poštene etikete.',
    },
    picture: 'evening-ritual.svg',
    product: 'evening-ritual',
  },
  categories: [
    { id: 'face', name: { en: 'Face', bs: 'Lice' } },
    { id: 'body', name: { en: 'Body', bs: 'Tijelo' } },
    { id: 'fragrance', name: { en: 'Fragrance', bs: 'Mirisi' } },
    { id: 'gifts', name: { en: 'Gifts', bs: 'Pokloni' } },
  ],
  products: divaProducts,
  deliveries: [
    {
      id: 'post',
      name: { en: 'Post, to your door', bs: 'Pošta, na kućnu adresu' },
      time: { en: '2–3 working days', bs: '2–3 radna dana' },
      minor: 700n,
      needsAddress: true,
    },
    {
      id: 'courier',
      name: { en: 'Express courier', bs: 'Brza pošta' },
      time: { en: 'Next working day', bs: 'Sljedeći radni dan' },
      minor: 1200n,
      needsAddress: true,
    },
    {
      id: 'pickup',
      name: { en: 'Collect in the shop', bs: 'Preuzimanje u prodavnici' },
      time: { en: 'Ferhadija 12, Sarajevo, from tomorrow', bs: 'Ferhadija 12, Sarajevo, od sutra' },
      minor: 0n,
      needsAddress: false,
    },
  ],
  freeDeliveryFromMinor: 20_000n,
  folder: new URL('./', import.meta.url),
};
