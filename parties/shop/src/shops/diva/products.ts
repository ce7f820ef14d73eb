// Diva's shelf. Prices are gross (17 % VAT inside), in feninga.
import type { Product } from '../shop.ts';

const from = '2024-01-01';

export const divaProducts: readonly Product[] = [
  {
    slug: 'evening-ritual',
    kind: 'physical',
    category: 'gifts',
    name: { en: 'Evening Ritual gift set', bs: 'Poklon set Večernji ritual' },
    line: {
      en: 'Cleansing milk, rose toner, night cream',
      bs: 'Mlijeko, tonik od ruže, noćna krema',
    },
    about: {
      en: 'Three quiet steps before sleep, packed by hand in our workshop in Sarajevo. The box is tied with a ribbon of recycled satin and can be given as it is.',
      bs: 'Tri mirna koraka pred spavanje, ručno upakovana u našoj radionici u Sarajevu. Kutija je vezana trakom od recikliranog satena i spremna je za poklon.',
    },
    points: {
      en: [
        'Cleansing milk 100 ml, rose toner 100 ml, night cream 50 ml',
        'For normal and dry skin',
        'Not tested on animals',
      ],
      bs: [
        'Mlijeko za čišćenje 100 ml, tonik od ruže 100 ml, noćna krema 50 ml',
        'Za normalnu i suhu kožu',
        'Nije testirano na životinjama',
      ],
    },
    picture: 'evening-ritual.svg',
    prices: [{ from, minor: 8400n }],
    quantityMax: 20,
  },
  {
    slug: 'rose-serum',
    kind: 'physical',
    category: 'face',
    name: { en: 'Rose face serum', bs: 'Serum za lice od ruže' },
    line: { en: 'Light, quickly absorbed, 30 ml', bs: 'Lagan, brzo se upija, 30 ml' },
    about: {
      en: 'Cold-pressed rosehip oil and rose water from the Neretva valley. Three drops in the morning are enough for the whole face.',
      bs: 'Hladno cijeđeno ulje šipka i ružina vodica iz doline Neretve. Tri kapi ujutro dovoljne su za cijelo lice.',
    },
    points: {
      en: [
        '30 ml glass bottle with pipette',
        'Rosehip oil, hyaluronic acid, vitamin E',
        'Without perfume',
      ],
      bs: [
        'Staklena bočica s pipetom, 30 ml',
        'Ulje šipka, hijaluronska kiselina, vitamin E',
        'Bez parfema',
      ],
    },
    picture: 'rose-serum.svg',
    prices: [{ from, minor: 4300n }],
    quantityMax: 20,
  },
  {
    slug: 'behar-perfume',
    kind: 'physical',
    category: 'fragrance',
    name: { en: 'Behar eau de parfum', bs: 'Parfemska voda Behar' },
    line: {
      en: 'Apple blossom, honey, white musk, 50 ml',
      bs: 'Behar jabuke, med, bijeli mošus, 50 ml',
    },
    about: {
      en: 'Behar is the Bosnian word for the orchard in bloom. A light spring scent that stays close to the skin and lasts through the day.',
      bs: 'Voćnjak u proljeće, u bočici. Lagan miris koji ostaje uz kožu i traje cijeli dan.',
    },
    points: {
      en: ['50 ml, refillable bottle', 'Top: apple blossom. Heart: acacia honey. Base: white musk'],
      bs: [
        '50 ml, bočica se može ponovo puniti',
        'Vrh: behar jabuke. Srce: bagremov med. Osnova: bijeli mošus',
      ],
    },
    picture: 'perfume.svg',
    prices: [{ from, minor: 11800n }],
    quantityMax: 10,
  },
  {
    slug: 'lipstick-rose',
    kind: 'physical',
    category: 'face',
    name: { en: 'Lipstick Sarajevo Rose', bs: 'Ruž za usne Sarajevska ruža' },
    line: { en: 'Satin finish, warm red', bs: 'Satenski sjaj, topla crvena' },
    about: {
      en: 'A red that suits nearly everyone: warm, soft, with shea butter so that lips do not dry out.',
      bs: 'Crvena koja pristaje skoro svakome: topla i meka, sa shea maslacem da se usne ne isuše.',
    },
    points: {
      en: ['3.5 g, refillable case', 'Lasts about six hours', 'Vegan'],
      bs: ['3,5 g, kutijica se može ponovo puniti', 'Traje oko šest sati', 'Vegansko'],
    },
    picture: 'lipstick.svg',
    prices: [{ from, minor: 2700n }],
    quantityMax: 20,
  },
  {
    slug: 'green-clay-mask',
    kind: 'physical',
    category: 'face',
    name: { en: 'Green clay mask', bs: 'Maska od zelene gline' },
    line: { en: 'Sage and clay, 100 ml', bs: 'Kadulja i glina, 100 ml' },
    about: {
      en: 'Fine green clay with wild sage from Herzegovina. Ten minutes once a week: the skin is clear and does not feel tight.',
      bs: 'Fina zelena glina s divljom kaduljom iz Hercegovine. Deset minuta sedmično: koža je čista i ne zateže.',
    },
    points: {
      en: ['100 ml glass jar, about 15 uses', 'For oily and combination skin'],
      bs: ['Staklena teglica 100 ml, oko 15 primjena', 'Za masnu i mješovitu kožu'],
    },
    picture: 'clay-mask.svg',
    prices: [{ from, minor: 2900n }],
    quantityMax: 20,
  },
  {
    slug: 'lavender-hand-cream',
    kind: 'physical',
    category: 'body',
    name: { en: 'Lavender hand cream', bs: 'Krema za ruke Lavanda' },
    line: { en: 'For dry winter hands, 75 ml', bs: 'Za suhe zimske ruke, 75 ml' },
    about: {
      en: 'Thick, but not greasy. Lavender from Stolac, beeswax and almond oil; made for hands that work.',
      bs: 'Gusta, a nije masna. Lavanda iz Stoca, pčelinji vosak i bademovo ulje; za ruke koje rade.',
    },
    points: {
      en: ['75 ml tube', 'Absorbed in a minute'],
      bs: ['Tuba 75 ml', 'Upija se za minutu'],
    },
    picture: 'hand-cream.svg',
    prices: [
      { from, minor: 1900n },
      { from: '2026-10-01', minor: 1600n, beforeMinor: 1900n },
    ],
    quantityMax: 20,
  },
  {
    slug: 'honey-sage-soap',
    kind: 'physical',
    category: 'body',
    name: { en: 'Honey and sage soaps', bs: 'Sapuni med i kadulja' },
    line: { en: 'Three bars, 90 g each', bs: 'Tri komada po 90 g' },
    about: {
      en: 'Cold-stirred and cured for six weeks. One with honey, one with sage, one with both.',
      bs: 'Hladno miješani, sušeni šest sedmica. Jedan s medom, jedan s kaduljom, jedan s oboje.',
    },
    points: {
      en: ['3 × 90 g', 'Without palm oil, without plastic'],
      bs: ['3 × 90 g', 'Bez palminog ulja, bez plastike'],
    },
    picture: 'honey-soap.svg',
    prices: [{ from, minor: 1500n }],
    quantityMax: 20,
  },
  {
    slug: 'coffee-candle',
    kind: 'physical',
    category: 'fragrance',
    name: { en: 'Bosnian Coffee candle', bs: 'Svijeća Bosanska kafa' },
    line: { en: 'Soy wax, burns 45 hours', bs: 'Sojin vosak, gori 45 sati' },
    about: {
      en: 'Smells of the džezva on the stove and a Sunday without plans. Poured in amber glass that can be used again.',
      bs: 'Miriše na džezvu na šporetu i nedjelju bez planova. Izlivena u smeđe staklo koje se može ponovo koristiti.',
    },
    points: {
      en: ['220 g soy wax, cotton wick', 'Burns about 45 hours'],
      bs: ['220 g sojinog voska, pamučni fitilj', 'Gori oko 45 sati'],
    },
    picture: 'coffee-candle.svg',
    prices: [{ from, minor: 3500n }],
    quantityMax: 20,
  },
  {
    slug: 'brush-set',
    kind: 'physical',
    category: 'gifts',
    name: { en: 'Brush set with cup', bs: 'Set kistova s čašom' },
    line: { en: 'Four brushes, porcelain cup', bs: 'Četiri kista, porculanska čaša' },
    about: {
      en: 'Powder, blush, contour and shadow. Soft vegan hair, handles of plum-coloured beech, a cup from a pottery in Vogošća.',
      bs: 'Puder, rumenilo, konture i sjenilo. Meka veganska dlaka, drške od bukve u boji šljive, čaša iz keramičke radionice u Vogošći.',
    },
    points: {
      en: ['Four brushes, 16–18 cm', 'Porcelain cup, 9 cm'],
      bs: ['Četiri kista, 16–18 cm', 'Porculanska čaša, 9 cm'],
    },
    picture: 'brush-set.svg',
    prices: [{ from, minor: 5800n }],
    quantityMax: 10,
  },
  {
    slug: 'gift-guide',
    kind: 'digital',
    category: 'gifts',
    name: { en: 'Gift Guide (download)', bs: 'Vodič za poklone (digitalni)' },
    line: { en: 'Ideas for skin, home and heart', bs: 'Ideje za kožu, dom i srce' },
    about: {
      en: 'What to give to whom, by budget and by skin, with recipes for wrapping and for three scrubs made at home. Yours at once, on any device.',
      bs: 'Šta pokloniti i kome, po budžetu i tipu kože, uz savjete za pakovanje i tri domaća pilinga. Vaš odmah, na svakom uređaju.',
    },
    points: {
      en: [
        'Download right after payment',
        'Opens in every browser, prints on A4',
        'In English and Bosnian',
      ],
      bs: [
        'Preuzimanje odmah nakon plaćanja',
        'Otvara se u svakom pregledniku, štampa na A4',
        'Na bosanskom i engleskom',
      ],
    },
    picture: 'gift-guide.svg',
    prices: [{ from, minor: 900n }],
    quantityMax: 1,
    file: { en: 'gift-guide.en.html', bs: 'gift-guide.bs.html' },
    fileName: { en: 'diva-gift-guide.html', bs: 'diva-vodic-za-poklone.html' },
  },
];
