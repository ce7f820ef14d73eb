// What 3-D Secure wants to know of the buyer's browser. The hosted page collects it; a payment that
// comes by API alone has none, and is described as a plain browser without scripts.

export type BrowserFacts = {
  readonly ip: string;
  readonly accept: string;
  readonly userAgent: string;
  readonly language: string;
  readonly hasScripts: boolean;
  readonly hasJava: boolean;
  readonly screen: {
    readonly width: number;
    readonly height: number;
    readonly colourDepth: number;
  } | null;
  /** Minutes by which UTC is ahead of local time, as `getTimezoneOffset` says it. */
  readonly zoneOffsetMinutes: number | null;
};

export const unknownBrowser: BrowserFacts = {
  ip: '127.0.0.1',
  accept: '*/*',
  userAgent: 'unknown',
  language: 'en',
  hasScripts: false,
  hasJava: false,
  screen: null,
  zoneOffsetMinutes: null,
};
