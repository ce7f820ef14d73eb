import { theme } from '@kassa/pages';

const logo = `<svg viewBox="0 0 150 32" width="150" height="32" aria-hidden="true">
<rect x="2" y="6" width="28" height="20" rx="3" fill="none" stroke="currentColor" stroke-width="2.4"/>
<path d="m3 8 13 10L29 8" fill="none" stroke="currentColor" stroke-width="2.4"/>
<text x="40" y="22.5" font-family="inherit" font-size="19" font-weight="700" fill="currentColor">Inbox</text>
</svg>`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#3d4b8f"/>
<path d="M6 10h20v13H6zl10 8 10-8" fill="none" stroke="#fff" stroke-width="2.4"/></svg>`;

const css = `
.letter { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: var(--radius-s); background: #fff; }
.letter-text { white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--mono); margin: 0; }
.status .icon { width: 1em; height: 1em; }
`;

export const inboxLook = theme(
  {
    name: 'Inbox',
    colour: '#3d4b8f',
    accent: '#9fb0e8',
    radius: 'soft',
    font: 'plain',
    logo,
    icon,
  },
  css,
);
