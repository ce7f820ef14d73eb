// What is wrong with an operators' page as it stands in a browser, wide and on a phone: what overflows,
// and what axe finds. KASSA_SHOTS names a folder for pictures.

import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { violations, widthOf } from '../../checkout/pages/testing/browser.ts';

/** Empty is good; each fault begins with the name of the picture. */
export async function faultsOf(page: Page, picture: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const needed = await widthOf(page);
    if (needed !== width) faults.push(`${picture}: ${needed} wide where ${width} are there`);
    const folder = process.env['KASSA_SHOTS'];
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${picture}-${width}.png`, fullPage: true });
    }
  }
  const found = await violations(page);
  return [...faults, ...found.map((one) => `${picture}: ${one}`)];
}
