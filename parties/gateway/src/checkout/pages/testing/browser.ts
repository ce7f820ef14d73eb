// A real Chromium from an npm package, with the web's own rules left on: policies, origins, cookies.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--in-process-gpu', '--renderer-process-limit=1'],
    headless: true,
  });
}

export type Visitor = {
  readonly width?: number;
  readonly lang?: string;
  readonly scripts?: boolean;
};

/** A window with cookies of its own; complaints of the page about itself are kept. */
export async function openPage(
  browser: Browser,
  visitor: Visitor = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: visitor.width ?? 1280, height: 900 },
    locale: visitor.lang ?? 'en-GB',
    javaScriptEnabled: visitor.scripts ?? true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    // The browser itself tells of every answer of 400 and above; those are meant.
    const isStatus = line.text().startsWith('Failed to load resource: the server responded');
    if (line.type() === 'error' && !isStatus) complaints.push(line.text());
  });
  return { page, complaints };
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong with the page as it stands; empty is good. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`${await readFile(axeFile, 'utf8')};0`);
  const found: unknown = await page.evaluate(
    `axe.run(document).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => id + ': ' + help + ' at ' + target.join(' '))))`,
  );
  return Array.isArray(found) ? found.map(String) : ['axe gave no list'];
}

export const widthOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth');
