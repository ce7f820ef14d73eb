// A party's look from a handful of brand tokens. Every shade is derived, and darkened until it has
// the contrast of WCAG AA, so that no brand can make a page that is hard to read.
import { readFileSync } from 'node:fs';
import { type Asset, asset } from './asset.ts';
import { contrast, darkenUntil, fromHex, type Oklch, toHex } from './colour.ts';

export type Brand = {
  /** The party's name as people read it; also the alternative text of the logo. */
  readonly name: string;
  /** Main colour, `#rrggbb`: buttons, links, focus. Darkened if white on it could not be read. */
  readonly colour: string;
  /** Second colour for pictures and highlights; never carries text. */
  readonly accent: string;
  readonly radius: 'crisp' | 'soft' | 'round';
  readonly font: 'plain' | 'classic' | 'humanist';
  /** Logo as SVG markup, about 28 px high; it may use `currentColor`, never a style attribute. */
  readonly logo: string;
  /** Square SVG for the browser's tab. */
  readonly icon: string;
};

type Tokens = {
  readonly surface: string;
  readonly ink: string;
  readonly brand: string;
  readonly [name: string]: string;
};

export type Theme = {
  readonly brand: Brand;
  /** The derived variables, `--name` to value: what the tests measure. */
  readonly tokens: Tokens;
  readonly stylesheet: Asset;
  readonly icon: Asset;
  /** The script of pages that wait: it looks again, and shows what is new. */
  readonly again: Asset;
  /** Everything the party must serve for its pages to look right. */
  readonly assets: readonly Asset[];
};

const sheets = ['base', 'layout', 'parts', 'forms', 'tables'];

const radii = {
  crisp: ['3px', '4px', '6px'],
  soft: ['6px', '10px', '16px'],
  round: ['10px', '16px', '26px'],
} as const;

const fonts = {
  plain:
    '-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Open Sans","Noto Sans",system-ui,sans-serif',
  classic: '"Iowan Old Style","Palatino Nova",Palatino,"Book Antiqua",Georgia,"Open Sans",serif',
  humanist: '"Avenir Next",Avenir,"Segoe UI",Candara,"Open Sans","Noto Sans",system-ui,sans-serif',
} as const;

/** `extra` is CSS of the party's own, joined to the one stylesheet that its pages load. */
export function theme(brand: Brand, extra = ''): Theme {
  const tokens = tokensOf(brand);
  const variables = Object.entries(tokens).map(([name, value]) => `--${name}:${value}`);
  const parts = sheets.map((name) =>
    readFileSync(new URL(`./css/${name}.css`, import.meta.url), 'utf8'),
  );
  const css = squeeze([`:root{${variables.join(';')}}`, ...parts, extra].join('\n'));
  const slug = brand.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const stylesheet = asset(slug, 'css', css);
  const icon = asset(slug, 'svg', brand.icon);
  const script = readFileSync(new URL('./islands/again.js', import.meta.url), 'utf8');
  const again = asset('again', 'js', script);
  return { brand, tokens, stylesheet, icon, again, assets: [stylesheet, icon, again] };
}

function tokensOf(brand: Brand): Tokens {
  const main = fromHex(brand.colour);
  const tint = Math.min(1, main.c / 0.1);
  const shade = (l: number, c: number) => toHex({ l, c: c * tint, h: main.h });
  const surface = '#ffffff';
  const paper = shade(0.982, 0.006);
  const soft = shade(0.955, 0.022);
  // Text in the brand's colour also stands on the soft tint, the hardest ground it meets.
  const colour = darkenUntil(main, soft, 4.7);
  const [radiusS, radiusM, radiusL] = radii[brand.radius];
  return {
    surface,
    paper,
    sunk: shade(0.965, 0.008),
    line: shade(0.905, 0.012),
    'line-strong': darkenUntil({ l: 0.72, c: 0.02 * tint, h: main.h }, paper, 3.1),
    ink: shade(0.24, 0.03),
    'ink-soft': darkenUntil({ l: 0.52, c: 0.025 * tint, h: main.h }, soft, 5),
    brand: colour,
    'brand-strong': toHex({ ...fromHex(colour), l: fromHex(colour).l - 0.09 }),
    'brand-soft': soft,
    'brand-line': shade(0.86, 0.05),
    'on-brand': surface,
    deep: shade(0.27, 0.07),
    'on-deep': shade(0.97, 0.01),
    accent: brand.accent,
    'accent-soft': toHex({ ...fromHex(brand.accent), l: 0.94, c: 0.04 }),
    ...tone('good', 155),
    ...tone('warn', 75),
    ...tone('bad', 24),
    ...tone('info', 250),
    'radius-s': radiusS,
    'radius-m': radiusM,
    'radius-l': radiusL,
    font: fonts[brand.font],
  };
}

function tone(name: string, h: number): Record<string, string> {
  const soft = toHex({ l: 0.962, c: 0.024, h });
  const text: Oklch = { l: 0.6, c: 0.13, h };
  return {
    [name]: darkenUntil(text, soft, 5),
    [`${name}-soft`]: soft,
    [`${name}-line`]: toHex({ l: 0.87, c: 0.06, h }),
  };
}

/** Pairs of tokens that carry text (4.5) or a boundary people must see (3), for the test. */
export const contrastPairs: readonly (readonly [text: string, ground: string, ratio: number])[] = [
  ...['paper', 'surface', 'sunk', 'brand-soft'].flatMap(
    (ground) =>
      [
        ['ink', ground, 7],
        ['ink-soft', ground, 4.5],
        ['brand', ground, 4.5],
      ] as const,
  ),
  ['on-brand', 'brand', 4.5],
  ['on-brand', 'brand-strong', 4.5],
  ['on-deep', 'deep', 7],
  ['line-strong', 'surface', 3],
  ['line-strong', 'paper', 3],
  ...['good', 'warn', 'bad', 'info'].flatMap(
    (name) =>
      [
        [name, `${name}-soft`, 4.5],
        [name, 'surface', 4.5],
        [name, 'paper', 4.5],
        ['on-brand', name, 4.5],
      ] as const,
  ),
];

/** What the pairs measure in one theme. */
export function contrastsOf(look: Theme): { pair: string; ratio: number; asked: number }[] {
  return contrastPairs.map(([text, ground, asked]) => ({
    pair: `${text} on ${ground}`,
    ratio: contrast(look.tokens[text] ?? '', look.tokens[ground] ?? ''),
    asked,
  }));
}

// Our sheets hold no string with two spaces or a brace, so this little is enough.
function squeeze(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/(?<![\d.])0\.(?=\d)/g, '.')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();
}
