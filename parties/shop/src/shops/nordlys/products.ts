// Nordlys' shelf. Prices are gross (25 % VAT inside), in øre.
import type { Product } from '../shop.ts';

const from = '2024-01-01';

export const nordlysProducts: readonly Product[] = [
  {
    slug: 'polar-headlamp',
    kind: 'physical',
    category: 'light',
    name: { en: 'Polar 600 headlamp', bs: 'Čeona lampa Polar 600' },
    line: { en: '600 lumens, 40 hours on low', bs: '600 lumena, 40 sati na najslabijem' },
    about: {
      en: 'Made for the dark time of the year. The large button works with mittens on, and red light spares your night vision.',
      bs: 'Za tamni dio godine. Veliko dugme radi i u rukavicama, a crveno svjetlo čuva noćni vid.',
    },
    points: {
      en: ['600, 200 and 40 lumens, red light', 'USB-C, works down to −30 °C', '98 g with battery'],
      bs: ['600, 200 i 40 lumena, crveno svjetlo', 'USB-C, radi do −30 °C', '98 g s baterijom'],
    },
    picture: 'headlamp.svg',
    prices: [{ from, minor: 74_900n }],
    quantityMax: 10,
  },
  {
    slug: 'fyr-lantern',
    kind: 'physical',
    category: 'light',
    name: { en: 'Fyr storm lantern', bs: 'Fenjer Fyr' },
    line: { en: 'Steady in wind, warm in the room', bs: 'Miran na vjetru, topao u sobi' },
    about: {
      en: 'A lantern like those of the fishing cabins in Lofoten, in painted steel. For the porch, the boat and the long table.',
      bs: 'Fenjer kakav visi u ribarskim kućama na Lofotima, od lakiranog čelika. Za trijem, čamac i dugi sto.',
    },
    points: {
      en: ['Height 31 cm', 'Burns 20 hours on one filling'],
      bs: ['Visina 31 cm', 'Gori 20 sati s jednim punjenjem'],
    },
    picture: 'lantern.svg',
    prices: [{ from, minor: 54_900n }],
    quantityMax: 10,
  },
  {
    slug: 'vidde-flask',
    kind: 'physical',
    category: 'trail',
    name: { en: 'Vidde flask 1 l with mug', bs: 'Termos Vidde 1 l sa šoljom' },
    line: { en: 'Hot for 24 hours', bs: 'Toplo 24 sata' },
    about: {
      en: 'Double steel wall, a cup as its lid, and a spare enamel mug, since nobody drinks coffee alone on the plateau.',
      bs: 'Dvostruki čelik, poklopac kao šolja i još jedna emajlirana, jer se na visoravni kafa ne pije sama.',
    },
    points: {
      en: ['1 l, 540 g', 'Spare parts for ten years'],
      bs: ['1 l, 540 g', 'Rezervni dijelovi deset godina'],
    },
    picture: 'thermos.svg',
    prices: [{ from, minor: 44_900n }],
    quantityMax: 10,
  },
  {
    slug: 'wool-blanket',
    kind: 'physical',
    category: 'home',
    name: { en: 'Wool blanket Stjerne', bs: 'Vunena deka Stjerne' },
    line: { en: 'Norwegian lambswool, 130 × 200 cm', bs: 'Norveška janjeća vuna, 130 × 200 cm' },
    about: {
      en: 'Woven in Gudbrandsdalen with the eight-pointed star. Warm when damp, mended rather than replaced.',
      bs: 'Tkana u Gudbrandsdalenu s osmokrakom zvijezdom. Grije i kad je vlažna; popravlja se, ne baca.',
    },
    points: {
      en: ['100 % lambswool', 'Wool wash at 30 °C'],
      bs: ['100 % janjeća vuna', 'Pranje vune na 30 °C'],
    },
    picture: 'blanket.svg',
    prices: [
      { from, minor: 129_900n },
      { from: '2026-10-01', minor: 99_900n, beforeMinor: 129_900n },
    ],
    quantityMax: 5,
  },
  {
    slug: 'light-string',
    kind: 'physical',
    category: 'light',
    name: { en: 'Camp light string, 8 m', bs: 'Svjetla za kamp, 8 m' },
    line: { en: 'Nine warm bulbs, USB power', bs: 'Devet toplih sijalica, USB napajanje' },
    about: {
      en: 'Nine unbreakable bulbs on a braided cord that winds up by itself. Runs from any power bank through the night.',
      bs: 'Devet nelomljivih sijalica na pletenom kablu koji se sam namotava. Radi cijelu noć na svakoj prenosivoj bateriji.',
    },
    points: {
      en: ['8 m, 2 700 K', 'Rain proof (IP65)'],
      bs: ['8 m, 2 700 K', 'Otporno na kišu (IP65)'],
    },
    picture: 'light-string.svg',
    prices: [{ from, minor: 29_900n }],
    quantityMax: 10,
  },
  {
    slug: 'fjell-backpack',
    kind: 'physical',
    category: 'trail',
    name: { en: 'Fjell 32 backpack', bs: 'Ruksak Fjell 32' },
    line: { en: '32 litres, for one night out', bs: '32 litra, za jednu noć vani' },
    about: {
      en: 'Waxed canvas, leather straps, and a back that lets the air through. Carries a mat below and skis at the side.',
      bs: 'Voštano platno, kožne kopče i leđa koja dišu. Prostirka ide ispod, skije sa strane.',
    },
    points: {
      en: ['32 l, 1.2 kg', 'Fits backs of 42–52 cm'],
      bs: ['32 l, 1,2 kg', 'Za dužinu leđa 42–52 cm'],
    },
    picture: 'backpack.svg',
    prices: [{ from, minor: 189_000n }],
    quantityMax: 5,
  },
  {
    slug: 'aurora-guide',
    kind: 'digital',
    category: 'trail',
    name: {
      en: 'Northern Lights guide (download)',
      bs: 'Vodič kroz polarnu svjetlost (digitalni)',
    },
    line: {
      en: 'Eight places, one route, all seasons',
      bs: 'Osam mjesta, jedna ruta, sva godišnja doba',
    },
    about: {
      en: 'Where to stand, when to go, what to wear and how to photograph the aurora, from Tromsø to Varanger.',
      bs: 'Gdje stati, kada krenuti, šta obući i kako fotografisati polarnu svjetlost, od Tromsøa do Varangera.',
    },
    points: {
      en: ['Download right after payment', 'Works without network', 'In English and Bosnian'],
      bs: ['Preuzimanje odmah nakon plaćanja', 'Radi i bez mreže', 'Na bosanskom i engleskom'],
    },
    picture: 'aurora-guide.svg',
    prices: [{ from, minor: 14_900n }],
    quantityMax: 1,
    file: { en: 'aurora-guide.en.html', bs: 'aurora-guide.bs.html' },
    fileName: { en: 'nordlys-aurora-guide.html', bs: 'nordlys-polarna-svjetlost.html' },
  },
];
