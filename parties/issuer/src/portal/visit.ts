// What every page of the net-bank knows of who came, and how.

import type { redirect, sameOriginOnly } from '@kassa/http';
import type { Theme } from '@kassa/pages';
import type { Calendar } from '@kassa/time';
import type { Bank } from '../ports.ts';
import type { PortalPage } from './frame.tsx';
import type { LoggedIn } from './log-in.ts';

export type Portal = {
  readonly bank: Bank;
  readonly theme: Theme;
  readonly calendar: Calendar;
  readonly cookie: string;
};
export type Reply = Parameters<typeof redirect>[0];
export type Request = Parameters<typeof sameOriginOnly>[0];
export type Visit = {
  readonly portal: Portal;
  readonly request: Request;
  readonly reply: Reply;
  readonly who: LoggedIn;
  readonly page: PortalPage;
};
