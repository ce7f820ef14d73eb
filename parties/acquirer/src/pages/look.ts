// The bank's look, from its name and two colours.

import { escapeHtml } from '@kassa/http';
import { type Theme, theme } from '@kassa/pages';

export type BankBrand = { readonly colour: string; readonly accent: string };

export function lookOf(name: string, brand: BankBrand): Theme {
  const leaf = '<path d="M5 23C4 11 11 4 24 4c0 13-7 20-17 18m-2 1C9 16 13 12 18 9"';
  const stroke = 'fill="none" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"';
  const words = escapeHtml(name);
  const width = 40 + name.length * 11;
  return theme({
    ...brand,
    name,
    radius: 'soft',
    font: 'humanist',
    logo: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 28" width="${width}" height="28" role="img" aria-label="${words}">${leaf} stroke="currentColor" ${stroke}/><text x="34" y="20" font-size="18" font-weight="700" fill="currentColor" font-family="system-ui,sans-serif">${words}</text></svg>`,
    icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="7" fill="${brand.colour}"/>${leaf} stroke="#fff" ${stroke}/></svg>`,
  });
}
