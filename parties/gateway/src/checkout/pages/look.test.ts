import { contrastsOf } from '@kassa/pages';
import { describe, expect, test } from 'vitest';
import { houseBranding, openLooks } from './look.ts';
import { diva, nordlys } from './testing/a-shop.ts';

const looks = openLooks();
const fileOf = (path: string) => path.replace('/c/look/', '');

describe("a merchant's look", () => {
  test.each([
    ['the house', houseBranding],
    ['Diva', diva],
    ['Nordlys', nordlys],
    ['a shop in yellow', { ...diva, colour: '#ffee00' }],
    ['a shop in white', { ...diva, colour: '#ffffff' }],
    ['a shop without a colour', { ...diva, colour: 'red; }', accent: '' }],
  ])('of %s can be read (WCAG AA)', (_, branding) => {
    const poor = contrastsOf(looks.of(branding)).filter(({ ratio, asked }) => ratio < asked);
    expect(poor).toEqual([]);
  });

  test('is served by a process that has never seen the merchant', () => {
    const { stylesheet } = looks.of(diva);
    expect(openLooks().stylesheet(fileOf(stylesheet.path))).toBe(stylesheet.body);
  });

  test.each([
    'x.css',
    '8e2a5b-e9a6b7-round-plain.0000000000.css',
    '8e2a5b-e9a6b7-round-evil.0123456789.css',
    '../../../etc/passwd',
  ])('is not served under %s', (file) => {
    expect(looks.stylesheet(file)).toBeUndefined();
  });

  test('shows a foreign logo as an image only', () => {
    const logo = '<svg><script>steal()</script><foreignObject><form/></foreignObject></svg>';
    const { brand } = looks.of({ ...diva, logo });
    expect(brand.logo).toMatch(
      /^<img class="pay-logo" src="data:image\/svg\+xml;base64,[\w+/]+=*" alt="">$/,
    );
  });

  test('writes a name as text where there is no logo', () => {
    const { brand } = looks.of({ ...nordlys, name: '<b>"Nord" & lys' });
    expect(brand.logo).toContain('&lt;b&gt;&quot;Nord&quot; &amp; lys');
    expect(brand.icon).toContain('>&lt;</text>');
  });
});
