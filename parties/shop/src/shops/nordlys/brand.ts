// Nordlys' look: the deep blue of the polar night and the green of the lights.
import type { Brand } from '@kassa/pages';

const ridge =
  '<path fill="none" stroke="#2fae83" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="m2 25 9-14 6 8 6-11 9 17"/><path fill="none" stroke="#0f4c5c" stroke-width="2.4" stroke-linecap="round" d="M6 5c5-4 8 3 13 0s7-1 9 0"/>';

export const nordlysBrand: Brand = {
  name: 'Nordlys',
  colour: '#0f4c5c',
  accent: '#5fd3a8',
  radius: 'soft',
  font: 'plain',
  logo: `<svg viewBox="0 0 178 30" aria-hidden="true">${ridge}<path fill="none" stroke="#0b2f3a" stroke-width="2.9" stroke-linecap="round" stroke-linejoin="round" d="M44 25V5l14 20V5M80 15a9 9.8 0 1 1-18 0 9 9.8 0 0 1 18 0zM86 25V5h7c8 0 8 11 0 11h-7m7 0 7 9M106 5v20h5c13 0 13-20 0-20zM127 5v20h11M142 5l7.5 10L157 5m-7.5 10v10M175 8c-3-5-12-4-12 1.5 0 7 12.5 4 12.5 10.5 0 6-10.5 7-13.5 1.5"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="8" fill="#0f4c5c"/><path fill="none" stroke="#5fd3a8" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="m5 27 8-12 5 7 5-10 8 15"/><path fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" d="M8 9c5-4 8 3 12 0s6-1 8 0"/></svg>',
};
