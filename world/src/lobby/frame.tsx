// The frame of the lobby's pages.

import { renderPage, Shell, Stack } from '@kassa/pages';
import type { ReactNode } from 'react';
import { liveScript, lobbyLook } from './look.ts';

export function lobbyPage(page: {
  readonly title: string;
  readonly body: ReactNode;
  readonly isLive?: boolean;
  readonly here?: '/' | '/money' | '/faults';
}): string {
  const { title, body, isLive = false, here } = page;
  return renderPage({
    title,
    lang: 'en',
    theme: lobbyLook,
    ...(isLive ? { scripts: [liveScript] } : {}),
    body: (
      <Shell
        nav={[
          { href: '/', label: 'Map', isCurrent: here === '/' },
          { href: '/money', label: 'The way of the money', isCurrent: here === '/money' },
          { href: '/faults', label: 'Faults', isCurrent: here === '/faults' },
          { href: '/world.json', label: 'world.json' },
        ]}
        footer={
          <p>Kassa’s demo world: made-up shops, banks and people on this machine. No real money.</p>
        }
      >
        <Stack gap="l">{body}</Stack>
      </Shell>
    ),
  });
}
