// Nordlys, Tromsø: things for the dark and the outdoors, and a guide to download.
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Shop } from '../shop.ts';
import { nordlysBrand } from './brand.ts';
import { nordlysProducts } from './products.ts';

export const nordlys: Shop = {
  id: 'nordlys',
  brand: nordlysBrand,
  legalName: 'Nordlys Friluft AS',
  address: 'Storgata 92, 9008 Tromsø',
  country: 'NO',
  countryName: { en: 'Norway', bs: 'Norveška' },
  currency: unwrap(currencyOf('NOK')),
  zone: 'Europe/Oslo',
  languages: ['en', 'bs'],
  numberPrefix: 'N',
  mailFrom: 'Nordlys <orders@nordlys.example>',
  postalCode: { pattern: /^\d{4}$/, example: '9008' },
  cityExample: 'Tromsø',
  hero: {
    eyebrow: { en: 'From 69° north', bs: 'Sa 69° sjeverne širine' },
    title: { en: 'Light for the long nights', bs: 'Svjetlo za duge noći' },
    lead: {
      en: 'Lamps, wool and gear for people who go out when the sun does not come up.',
      bs: 'Lampe, vuna i oprema za one koji izlaze i kad sunce ne izlazi.',
    },
    picture: 'light-string.svg',
    product: 'light-string',
  },
  categories: [
    { id: 'light', name: { en: 'Light', bs: 'Svjetlo' } },
    { id: 'trail', name: { en: 'Trail', bs: 'Staza' } },
    { id: 'home', name: { en: 'Home', bs: 'Dom' } },
  ],
  products: nordlysProducts,
  deliveries: [
    {
      id: 'post',
      name: { en: 'Parcel to your post office', bs: 'Paket do pošte' },
      time: { en: '2–4 working days', bs: '2–4 radna dana' },
      minor: 7_900n,
      needsAddress: true,
    },
    {
      id: 'home',
      name: { en: 'To your door', bs: 'Na kućnu adresu' },
      time: { en: '1–3 working days, in the evening', bs: '1–3 radna dana, navečer' },
      minor: 14_900n,
      needsAddress: true,
    },
    {
      id: 'pickup',
      name: { en: 'Collect in Tromsø', bs: 'Preuzimanje u Tromsøu' },
      time: { en: 'Storgata 92, ready in two hours', bs: 'Storgata 92, spremno za dva sata' },
      minor: 0n,
      needsAddress: false,
    },
  ],
  freeDeliveryFromMinor: 150_000n,
  folder: new URL('./', import.meta.url),
};
