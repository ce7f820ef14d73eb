// Diva's look: plum and rose, round, with the blossom that also stands on the labels.
import type { Brand } from '@kassa/pages';

const blossom =
  '<path fill="none" stroke="#8e2a5b" stroke-width="2.6" stroke-linecap="round" d="M18 4c-6 5-8 10-4 15m4-15c6 5 8 10 4 15M18 4v22m-8-3c-6-1-9-5-8-11m24 11c6-1 9-5 8-11"/>';

export const divaBrand: Brand = {
  name: 'Diva',
  colour: '#8e2a5b',
  accent: '#e9a6b7',
  radius: 'round',
  font: 'plain',
  // The letters are drawn, so that the logo looks the same on every machine.
  logo: `<svg viewBox="0 0 126 30" aria-hidden="true">${blossom}<path fill="none" stroke="#3a1027" stroke-width="2.7" stroke-linecap="round" stroke-linejoin="round" d="M48 5v20h6c14 0 14-20 0-20zM74 5v20M82 5l8.5 20L99 5M104 25l8.5-20 8.5 20m-14-7h11"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="10" fill="#8e2a5b"/><path fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" d="M18 7c-6 5-8 10-4 15m4-15c6 5 8 10 4 15M18 7v22m-8-3c-6-1-8-5-7-11m22 11c6-1 9-5 8-11"/></svg>',
};
