// Pages as people open them: the hosted checkout, a shop's shelf, the operators' payments. How fast
// each is made, what a browser has to fetch for it, and when the first text can be read.

import { ask, textIn } from './ask.ts';
import { benchFirstText, type Page } from './first-text.ts';
import { logIn } from './log-in.ts';
import { type Case, measure, rowsOf } from './measure.ts';
import type { Report, Row } from './report.ts';
import { type World, withWorld } from './world.ts';

export async function benchPages(report: Report): Promise<void> {
  await withWorld(async (world) => {
    const pages = await openPages(world);
    const [checkout] = pages;
    if (checkout) report.add('the hosted page, bytes as they travel', await weigh(checkout.url));
    const nothing = `http://127.0.0.1:${world.port + 1}/nothing-is-here`;
    const cases: Case[] = [
      { name: 'empty answers (404)', operate: () => get({ url: nothing }, 404) },
      ...pages.map((page) => ({ name: page.name, operate: () => get(page, 200) })),
    ];
    for (const callers of [1, 8]) {
      const results = await measure(cases, { callers, rounds: 5, roundMs: 800 });
      report.add(`pages made, ${callers} at a time`, rowsOf(results));
    }
    await benchFirstText(report, pages);
  });
}

async function openPages({ port }: World): Promise<readonly Page[]> {
  const gateway = `http://127.0.0.1:${port + 1}`;
  const session = await ask(`${gateway}/v1/checkout/sessions`, {
    mode: 'payment',
    'line_items[0][quantity]': '2',
    'line_items[0][price_data][currency]': 'bam',
    'line_items[0][price_data][unit_amount]': '1250',
    'line_items[0][price_data][product_data][name]': 'Candle',
    success_url: 'http://127.0.0.1/done',
    cancel_url: 'http://127.0.0.1/back',
  });
  const cookie = await logIn(gateway);
  return [
    { name: 'hosted checkout', url: textIn(session, 'url') },
    { name: 'shop', url: `http://127.0.0.1:${port + 2}/` },
    { name: 'console, payments', url: `${gateway}/operators/payments`, cookie },
  ];
}

async function get({ url, cookie }: Omit<Page, 'name'>, status: number): Promise<void> {
  const answer = await ask(url, undefined, undefined, cookie === undefined ? {} : { cookie });
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status}`);
}

async function weigh(url: string): Promise<Row[]> {
  const page = await ask(url);
  const html = page.body.toString();
  const found = html.matchAll(/<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="([^"]+)"/g);
  const paths = new Set([...found].map(([, path = '']) => path.replaceAll('&amp;', '&')));
  const parts = await Promise.all(
    [...paths]
      .filter((path) => !path.startsWith('data:'))
      .map(async (path) => {
        const { status, body } = await ask(new URL(path, url).href);
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        return { what: `  ${path}`, value: body.byteLength / 1000, unit: 'kB' };
      }),
  );
  const rows = [{ what: '  page', value: page.body.byteLength / 1000, unit: 'kB' }, ...parts];
  const all = rows.reduce((total, { value }) => total + value, 0);
  return [{ what: 'all told', value: all, unit: 'kB', target: '< 60 kB' }, ...rows];
}
