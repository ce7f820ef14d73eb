// A browser as a program needs it: it keeps cookies, follows redirects, sends forms. It runs no
// scripts, as every page of ours allows. Nothing waits longer than its limit.

export type Page = {
  /** 0: nobody answered. */
  readonly status: number;
  readonly url: string;
  readonly text: string;
};

export type ProgramBrowser = {
  open(url: string): Promise<Page>;
  /** As a form on a page of that address does. */
  send(url: string, fields: Readonly<Record<string, string>>): Promise<Page>;
};

const redirectsMax = 20;

export function openProgramBrowser({ timeoutMs }: { readonly timeoutMs: number }): ProgramBrowser {
  const jars = new Map<string, Map<string, string>>();
  const ask = async (url: string, fields?: Readonly<Record<string, string>>): Promise<Answer> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const headers = {
      accept: 'text/html',
      'accept-language': 'en',
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(fields && { origin, 'sec-fetch-site': 'same-origin' }),
    };
    const sent = fields && { method: 'POST', body: new URLSearchParams(fields) };
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(url, { ...sent, headers, signal, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) keep(jar, cookie);
    const location = answer.headers.get('location');
    const to = location === null ? null : new URL(location, url).href;
    return { status: answer.status, text: await answer.text(), to };
  };
  const go = async (from: string, fields?: Readonly<Record<string, string>>): Promise<Page> => {
    let url = from;
    try {
      let answer = await ask(url, fields);
      for (let count = 0; answer.to !== null && count < redirectsMax; count += 1) {
        url = answer.to;
        answer = await ask(url);
      }
      return { status: answer.status, url, text: answer.text };
    } catch {
      // Refused, broken off, or out of patience: for a buyer that is all the same.
      return { status: 0, url, text: '' };
    }
  };
  return { open: (url) => go(url), send: go };
}

type Answer = { readonly status: number; readonly text: string; readonly to: string | null };

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';');
  const at = pair.indexOf('=');
  jar.set(pair.slice(0, at), pair.slice(at + 1));
}

/** The hidden fields of a page's forms, as they would be sent back. */
export function hiddenFields({ text }: Page): Record<string, string> {
  const inputs = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

/** Where the page leads by itself, and when; undefined: it stays. */
export function refreshOf({ text, url }: Page): { seconds: number; url: string } | undefined {
  const found = /<meta http-equiv="refresh" content="(\d+)(?:;\s*url=([^"]*))?"/i.exec(text);
  if (found === null) return undefined;
  const [, seconds, to = ''] = found;
  return { seconds: Number(seconds), url: to === '' ? url : new URL(to, url).href };
}
