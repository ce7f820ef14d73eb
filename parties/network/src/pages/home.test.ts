import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizationRequest } from '../testing/messages.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.acquirer.ask(authorizationRequest({ atMs: world.clock.nowMs() }));
});
afterAll(() => world.close());

const page = async (lang: string) =>
  unwrap(await world.http.getText(`${world.network.url}/?lang=${lang}`)).body;

test('the page shows members, ranges, rates, volumes and the last messages, cards masked', async () => {
  const html = await page('en');
  expect(html).toContain('Plava banka');
  expect(html).toContain('Away');
  expect(html).toContain('1.20%');
  expect(html).toContain('400000******9995');
  expect(html).not.toMatch(/4000000000009995|9203123/);
});

test('the page speaks Bosnian too', async () => {
  expect(await page('bs')).toContain('Kartična mreža');
});
