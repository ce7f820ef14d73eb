import { readFileSync } from 'node:fs';
import { asset, theme } from '@kassa/pages';

const logo = `<svg viewBox="0 0 128 32" width="128" height="32" aria-hidden="true">
<rect x="1" y="3" width="26" height="26" rx="7" fill="currentColor"/>
<path d="M9.500 9v14M9.500 16l9-7M12.500 14l7 9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
<text x="37" y="23" font-family="inherit" font-size="21" font-weight="800" letter-spacing="-.4" fill="currentColor">Kassa</text>
</svg>`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#23324d"/>
<path d="M11 9v14M11 16l10-7M14 14l8 9" fill="none" stroke="#fff" stroke-width="3.200" stroke-linecap="round"/></svg>`;

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

export const lobbyLook = theme(
  {
    name: 'Kassa',
    colour: '#2b4a8b',
    accent: '#e0a458',
    radius: 'soft',
    font: 'plain',
    logo,
    icon,
  },
  read('./lobby.css'),
);

/** Keeps the marks of the map fresh; the page is whole without it. */
export const liveScript = asset('live', 'js', read('./live.js'));
