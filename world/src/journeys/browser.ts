// A real Chromium for the journeys. It comes inside an npm package, so that tests need nothing else.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

export type Screen = { readonly width: number; readonly height: number };

export const wide: Screen = { width: 1280, height: 900 };
export const phone: Screen = { width: 390, height: 844 };

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packed.executablePath(),
    // Not the package's own arguments: they switch off web security, and what we want to see is that
    // pages keep to their policies.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--in-process-gpu',
      '--renderer-process-limit=1',
      '--disable-background-networking',
    ],
    headless: true,
  });
}

export type Visit = { readonly page: Page; readonly close: () => Promise<void> };

/** A person's own browser window: fresh cookies, their language, their screen. */
export async function visit(
  browser: Browser,
  options: { screen?: Screen; locale?: string; javaScriptEnabled?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: options.screen ?? wide,
    locale: options.locale ?? 'en-GB',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  context.setDefaultTimeout(30_000);
  return { page: await context.newPage(), close: () => context.close() };
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it stands, one line each; empty is good. */
export async function violations(page: Page): Promise<string[]> {
  // As text, and past the page's own policy, which rightly forbids foreign scripts.
  await page.evaluate(`${await axeSource};0`);
  const found: unknown = await page.evaluate(
    `axe.run(document).then((result) => result.violations.flatMap((violation) =>
      violation.nodes.map((node) => violation.id + ': ' + node.target.join(' ') + ' - ' + violation.help)))`,
  );
  return Array.isArray(found) ? found.map((line) => `${new URL(page.url()).pathname} ${line}`) : [];
}
