// The merchant's look on our pages. Its stylesheet is served under an address that spells out the
// colours, so that any process can answer for it without asking the database.

import { readFileSync } from 'node:fs';
import { escapeHtml } from '@kassa/http';
import { type Brand, type Theme, theme } from '@kassa/pages';
import type { Branding } from './ports.ts';

export type Looks = {
  of(branding: Branding): Theme;
  /** The stylesheet under `/c/look/<file>`; undefined for an address that no page of ours has. */
  stylesheet(file: string): string | undefined;
};

/** Where no merchant is known. */
export const houseBranding: Branding = {
  name: 'Kassa',
  colour: '#1d4f5c',
  accent: '#e3a857',
  logo: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 104 28"><path d="M6 2h16a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Z" fill="#1d4f5c"/><path d="M9.5 7.5v13M18.5 7.5l-7 6.5 7 6.5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><text x="33" y="20.5" font-family="Segoe UI,Roboto,Helvetica,Arial,sans-serif" font-size="19" font-weight="700" fill="currentColor">Kassa</text></svg>',
};

const looksMax = 300;
const hex = /^#[0-9a-f]{6}$/i;

export function openLooks(): Looks {
  const extra = readFileSync(new URL('./checkout.css', import.meta.url), 'utf8');
  const made = new Map<string, Theme>();
  const make = (brand: Brand): Theme => {
    const key = JSON.stringify(brand);
    const known = made.get(key);
    if (known) return known;
    const look = place(theme(brand, extra));
    if (made.size >= looksMax) made.clear();
    made.set(key, look);
    return look;
  };
  return {
    of: (branding) => make(brandOf(branding)),
    stylesheet(file) {
      const brand = brandOfFile(file);
      if (!brand) return undefined;
      const { path, body } = make(brand).stylesheet;
      return path === lookPath + file ? body : undefined;
    },
  };
}

const lookPath = '/c/look/';

/** Name, logo and icon stand in the page itself; only what the stylesheet needs is in its address. */
function place(look: Theme): Theme {
  const { colour, accent, radius, font, icon } = look.brand;
  const hash = look.stylesheet.path.split('.').at(-2);
  const file = `${colour.slice(1)}-${accent.slice(1)}-${radius}-${font}.${hash}.css`;
  const stylesheet = { ...look.stylesheet, path: lookPath + file };
  return { ...look, stylesheet, icon: { ...look.icon, path: dataUri(icon) }, assets: [stylesheet] };
}

function brandOf(branding: Branding): Brand {
  const colour = checkedColour(branding.colour, houseBranding.colour);
  const icon = branding.icon || letterIcon(branding.name, colour);
  return {
    name: branding.name,
    colour,
    accent: checkedColour(branding.accent ?? '', colour),
    radius: branding.radius ?? 'soft',
    font: branding.font ?? 'plain',
    logo: logoOf(branding),
    icon,
  };
}

const checkedColour = (text: string, instead: string) =>
  hex.test(text) ? text.toLowerCase() : instead;

// A merchant's drawing is foreign markup on the page where cards are typed. As an image it can run
// nothing, fetch nothing and cover nothing.
function logoOf({ logo, name }: Branding): string {
  if (!logo) return `<span class="pay-wordmark">${escapeHtml(name)}</span>`;
  const namespaced = logo.includes('xmlns=')
    ? logo
    : logo.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  // Inside an image there is no colour to inherit: ink stands in for it.
  const drawn = namespaced.replaceAll('currentColor', '#1c1a1e');
  return `<img class="pay-logo" src="${dataUri(drawn)}" alt="">`;
}

function letterIcon(name: string, colour: string): string {
  const letter = escapeHtml(([...name][0] ?? 'K').toUpperCase());
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${colour}"/><text x="16" y="22.5" font-family="Arial,sans-serif" font-size="18" font-weight="700" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
}

const dataUri = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;

const fileForm =
  /^([0-9a-f]{6})-([0-9a-f]{6})-(crisp|soft|round)-(plain|classic|humanist)\.[0-9a-f]{10}\.css$/;

function brandOfFile(file: string): Brand | undefined {
  const parts = fileForm.exec(file);
  if (!parts) return undefined;
  const [, colour, accent, radius, font] = parts;
  return {
    name: 'look',
    colour: `#${colour}`,
    accent: `#${accent}`,
    radius: radius === 'crisp' || radius === 'round' ? radius : 'soft',
    font: font === 'classic' || font === 'humanist' ? font : 'plain',
    logo: '',
    icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  };
}
