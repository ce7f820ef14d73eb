// The bank's own face, from its settings: name, two colours and a mark. Both banks run the same
// program, so every drawing that either needs is here.

import { type Theme, theme } from '@kassa/pages';
import { extraCss } from './extra-css.ts';

export type BrandSettings = {
  readonly name: string;
  readonly colour: string;
  readonly accent: string;
  readonly mark: 'wave' | 'fjord';
};

// On a grid of 32, filled with the two colours.
const marks: Readonly<Record<BrandSettings['mark'], (colour: string, accent: string) => string>> = {
  wave: (colour, accent) =>
    `<rect width="32" height="32" rx="9" fill="${colour}"/>` +
    `<path d="M4 19.5c4-5.5 8-5.5 12 0s8 5.5 12 0v4.8c-4 4.4-8 4.4-12 0s-8-4.4-12 0z" fill="${accent}"/>` +
    '<path d="M4 12.2c4-4.4 8-4.4 12 0s8 4.4 12 0" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>',
  fjord: (colour, accent) =>
    `<rect width="32" height="32" rx="4" fill="${colour}"/>` +
    '<path d="M3 22 11.5 8l5.2 8.4L20.5 11 29 22z" fill="#fff"/>' +
    `<path d="M3 25.4c4.3-2 8.7 2 13 0s8.7-2 13 0" fill="none" stroke="${accent}" stroke-width="2.4" stroke-linecap="round"/>`,
};

export function bankTheme(brand: BrandSettings): Theme {
  const { name, colour, accent } = brand;
  const mark = marks[brand.mark](colour, accent);
  // Wide enough for the widest of the fonts that a system may put here.
  const width = 46 + Math.ceil(name.length * 12.2);
  const logo =
    `<svg viewBox="0 0 ${width} 32" width="${width}" height="32" aria-hidden="true">${mark}` +
    '<text x="42" y="22.2" font-size="18.5" font-weight="700" letter-spacing="-.2" ' +
    `fill="currentColor">${escapeXml(name)}</text></svg>`;
  const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}</svg>`;
  const isFjord = brand.mark === 'fjord';
  return theme(
    {
      name,
      colour,
      accent,
      radius: isFjord ? 'crisp' : 'soft',
      font: isFjord ? 'humanist' : 'plain',
      logo,
      icon,
    },
    extraCss,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
