// In a real Chromium, the one of the journeys: when the first text can be read, and what had to be
// fetched for the page, each time by a browser that has never been there.

import { openBrowser } from '../world/src/journeys/browser.ts';
import { median } from './measure.ts';
import type { Report, Row } from './report.ts';

export type Page = {
  readonly name: string;
  readonly url: string;
  /** Of a session, as `name=value`. */
  readonly cookie?: string;
};

type Browser = Awaited<ReturnType<typeof openBrowser>>;

const visits = 7;

type Seen = { readonly firstTextMs: number; readonly kilobytes: number };

export async function benchFirstText(report: Report, pages: readonly Page[]): Promise<void> {
  let browser: Browser;
  try {
    browser = await openBrowser();
  } catch (error) {
    console.error('  … no Chromium can be started here, so no page is looked at:', error);
    return;
  }
  try {
    const rows: Row[] = [];
    for (const page of pages) {
      const seen: Seen[] = [];
      for (let visit = 0; visit < visits; visit += 1) seen.push(await look(browser, page));
      const firstTextMs = median(seen.map((one) => one.firstTextMs));
      const kilobytes = median(seen.map((one) => one.kilobytes));
      rows.push(
        { what: `${page.name}, first readable text`, value: firstTextMs, unit: 'ms' },
        { what: `${page.name}, fetched`, value: kilobytes, unit: 'kB' },
      );
    }
    report.add(`pages in Chromium, nothing cached, medians of ${visits}`, rows);
  } finally {
    await browser.close();
  }
}

const paint = `new Promise((resolve) => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  if (paint) return resolve(paint.startTime);
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      if (name === 'first-contentful-paint') resolve(startTime);
    }
  }).observe({ type: 'paint', buffered: true });
})`;
const fetched = `performance.getEntries()
  .map(({ transferSize = 0 }) => transferSize)
  .reduce((total, one) => total + one, 0)`;

async function look(browser: Browser, { url, cookie }: Page): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const [name = '', value = ''] = cookie?.split('=') ?? [];
    if (cookie !== undefined) await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    const firstTextMs = Number(await page.evaluate(paint));
    const kilobytes = Number(await page.evaluate(fetched)) / 1000;
    return { firstTextMs, kilobytes };
  } finally {
    await context.close();
  }
}
