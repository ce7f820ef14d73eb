// A shopper without a browser: cookies kept, redirects seen, headers as Chromium sends them.

import { order } from './a-shop.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The page's words, without tags. */
  readonly words: string;
  /** Where it redirects to; empty if it does not. */
  readonly to: string;
};

export type Shopper = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  pay(fields?: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  choose(fields: Record<string, string>): Promise<Answer>;
};

export const goodCard = {
  number: '4242424242424242',
  expiry: '12/29',
  cvc: '987',
  name: 'Hana H',
  seen: order.seen,
};

export function openShopper(url: string, id: string = order.id): Shopper {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie && { cookie }), ...Object.fromEntries(new Headers(init.headers)) };
    const answer = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const html = await answer.text();
    const words = html
      .replaceAll(/<template>.*?<\/template>|<[^>]*>/gs, ' ')
      .replaceAll(/\s+/g, ' ')
      .replaceAll('&#x27;', "'");
    const to = (answer.headers.get('location') ?? '').replace(url, '');
    return { status: answer.status, headers: answer.headers, html, words, to };
  };
  const post = (form: string, fields: Record<string, string>, headers: Record<string, string>) =>
    ask(`/c/${id}/${form}`, {
      method: 'POST',
      headers: { accept: 'text/html', ...headers },
      body: new URLSearchParams(fields),
    });
  return {
    get: (path, headers = {}) => ask(path, { headers: { accept: 'text/html', ...headers } }),
    pay: (fields = goodCard, headers = ours) => post('pay', fields, headers),
    choose: (fields) => post('choose', fields, ours),
  };
}

const ours = { 'sec-fetch-site': 'same-origin', origin: 'null' };
