// The hosted payment page: what a browser has to fetch before a card can be typed, and how fast
// the gateway makes it.

import { ask, textIn } from './ask.ts';
import { measure } from './measure.ts';
import type { Report, Row } from './report.ts';
import { withWorld } from './world.ts';

export async function benchPages(report: Report): Promise<void> {
  await withWorld(async ({ port }) => {
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
    const url = textIn(session, 'url');
    report.add('the hosted page, bytes as they travel', await weigh(url));
    const cases = [
      { name: 'empty answers (404)', operate: () => get(`${gateway}/nothing-is-here`, 404) },
      { name: 'hosted pages', operate: () => get(url, 200) },
    ];
    for (const callers of [1, 8]) {
      const results = await measure(cases, { callers, rounds: 5, roundMs: 800 });
      report.add(
        `pages, ${callers} at a time`,
        results.map(({ name, perSecond, ratio }) => ({
          what: name,
          value: perSecond,
          unit: '/s',
          ratio,
        })),
      );
    }
  });
}

async function get(url: string, status: number): Promise<void> {
  const answer = await ask(url);
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
