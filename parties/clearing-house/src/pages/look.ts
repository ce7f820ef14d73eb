// Klir's look: slate and copper, like a brass plate at a bank.

import { theme } from '@kassa/pages';

const mark =
  '<path d="M4 8h20l-5-5M24 20H4l5 5" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>';

export const look = theme({
  name: 'Klir',
  colour: '#3f4a5a',
  accent: '#c98a4b',
  radius: 'crisp',
  font: 'plain',
  logo: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 92 28" width="92" height="28" role="img" aria-label="Klir">${mark}<text x="34" y="21" font-size="20" font-weight="700" fill="currentColor" font-family="system-ui,sans-serif">Klir</text></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="5" fill="#3f4a5a"/><path d="M6 10h15l-4-4M22 18H7l4 4" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
});
