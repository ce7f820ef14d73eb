// Mozaik's look: deep teal and saffron, tiles that fit together.

import { theme } from '@kassa/pages';

const tiles =
  '<rect x="2" y="4" width="9" height="9" rx="2" fill="currentColor"/><rect x="13" y="4" width="9" height="9" rx="4.5" fill="currentColor" opacity=".55"/><rect x="2" y="15" width="9" height="9" rx="4.5" fill="currentColor" opacity=".55"/><rect x="13" y="15" width="9" height="9" rx="2" fill="currentColor"/>';

export const look = theme({
  name: 'Mozaik',
  colour: '#0f5e63',
  accent: '#e0a526',
  radius: 'soft',
  font: 'humanist',
  logo: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 118 28" width="118" height="28" role="img" aria-label="Mozaik">${tiles}<text x="32" y="21" font-size="20" font-weight="700" fill="currentColor" font-family="system-ui,sans-serif">Mozaik</text></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="6" fill="#0f5e63"/><g fill="#fff"><rect x="5" y="5" width="8" height="8" rx="2"/><rect x="15" y="5" width="8" height="8" rx="4" opacity=".6"/><rect x="5" y="15" width="8" height="8" rx="4" opacity=".6"/><rect x="15" y="15" width="8" height="8" rx="2"/></g></svg>',
});
