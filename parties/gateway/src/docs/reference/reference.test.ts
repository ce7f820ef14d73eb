// The pages of the reference: every operation stands there, its examples can be typed as they are
// written, and a browser, a phone and axe have nothing to say against them.

import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../api/examples/all-examples.ts';
import { pairsOf } from '../../api/examples/to-form.ts';
import {
  openBrowser,
  openPage,
  violations,
  widthOf,
} from '../../checkout/pages/testing/browser.ts';
import { type Asked, caught } from '../../testing/asked-by-client.ts';
import { addressOf } from '../../testing/call-raw.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { readRecords } from '../recorded.ts';
import { resourceOf } from './chapters.ts';
import { clientSnippet, curlSnippet, type Shown } from './snippets.ts';

let gateway: TestGateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startTestGateway(), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([gateway.close(), browser.close()]);
});

const records = readRecords();
const names = [...records.keys()];

function shownOf(name: string): Shown {
  const operation = gateway.operations.find((one) => one.name === name);
  const [example, record] = [examples[name], records.get(name)];
  if (operation === undefined || example === undefined || record === undefined) {
    throw new Error(`${name} is recorded, and is no operation with an example any more`);
  }
  return { operation, example, record, publicUrl: 'http://127.0.0.1:4001' };
}

function expected({ operation, example, record }: Shown): Asked {
  const { method, url } = operation;
  const path = addressOf({ operation, at: record.at });
  const isJson = url.startsWith('/v2/') && method === 'POST';
  if (example.upload !== undefined) return { method, path, params: expect.anything() };
  return { method, path, params: isJson ? JSON.stringify(record.params) : pairsOf(record.params) };
}

describe('the line for the official client asks what was recorded', () => {
  test.each(names)('%s', async (name) => {
    const shown = shownOf(name);
    const code = `(async () => { ${clientSnippet(shown)} })()`;
    const readFileSync = () => Buffer.from('a file');
    const asked = await caught(name, (stripe) => runInNewContext(code, { stripe, readFileSync }));
    const { method, path, params } = expected(shown);
    // The client has its own words for a request by hand: JSON even where others send a form.
    expect(asked).toEqual({ method, path, params: shown.example.isRaw ? asked.params : params });
  });
});

describe('the line for curl asks what was recorded', () => {
  test.each(names)('%s', (name) => {
    const shown = shownOf(name);
    expect(asCurlReads(curlSnippet(shown))).toEqual(expected(shown));
  });
});

/** A shell takes the words apart, with a curl that only says what it was given. */
function asCurlReads(snippet: string): Asked {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${snippet}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const [address = '', ...options] = words;
  const after = (names: readonly string[]) =>
    options.flatMap((word, at) => (names.includes(options[at - 1] ?? '') ? [word] : []));
  const fields = after(['-d', '--data-urlencode', '-F']);
  const isJson = after(['-H']).some((header) => header.includes('application/json'));
  const isPost = fields.length > 0 && !options.includes('-G');
  return {
    method: after(['-X'])[0] ?? (isPost ? 'POST' : 'GET'),
    path: new URL(address).pathname,
    params: isJson ? (fields[0] ?? '') : fields.map(pairIn),
  };
}

const pairIn = (field: string): readonly [string, string] => {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
};

const chapters = [...new Set(names.map(resourceOf))];

describe('a chapter', () => {
  test.each(chapters)(
    '%s has its operations with parameters and both examples',
    async (chapter) => {
      const answer = await fetch(`${gateway.url}/docs/api/${chapter}`);
      const page = await answer.text();
      expect(answer.status).toBe(200);
      expect(page).not.toContain('<script');
      const own = gateway.operations.filter(({ name }) => resourceOf(name) === chapter);
      for (const { name } of own) expect(page).toContain(`id="${name}"`);
      expect(page.split('Official client</figcaption>').length - 1).toBe(own.length);
    },
  );

  test('that is not there is not found', async () => {
    expect((await fetch(`${gateway.url}/docs/api/nothing`)).status).toBe(404);
  });
});

describe('in a browser', () => {
  const paths = ['', '/paymentIntents', '/customers', '/v2.core.eventDestinations'];
  test.each(paths)('axe finds nothing wrong with /docs/api%s, wide and narrow', async (path) => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${gateway.url}/docs/api${path}`);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('no chapter is wider than a phone', async () => {
    const { page } = await openPage(browser, { width: 390, scripts: true });
    for (const chapter of ['', ...chapters.map((one) => `/${one}`)]) {
      await page.goto(`${gateway.url}/docs/api${chapter}`);
      expect([chapter, await widthOf(page)]).toEqual([chapter, 390]);
    }
    await page.context().close();
  });
});
