import { describe, expect, test } from 'vitest';
import { contrast, fromHex, toHex } from './colour.ts';
import { type Brand, contrastsOf, theme } from './theme.ts';

const brand = (colour: string): Brand => ({
  name: `Test ${colour}`,
  colour,
  accent: '#ffcc00',
  radius: 'soft',
  font: 'plain',
  logo: '<svg/>',
  icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
});

describe('a theme', () => {
  test('contrast is measured as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test.each(['#ff0000', '#0a7f3f', '#123456', '#ffffff', '#808080'])(
    '%s is itself again',
    (hex) => {
      expect(toHex(fromHex(hex))).toBe(hex);
    },
  );

  test('stays readable whatever colour a brand has', () => {
    for (let hue = 0; hue < 360; hue += 20) {
      for (const l of [0.2, 0.5, 0.7, 0.9, 1]) {
        const hex = toHex({ l, c: 0.15, h: hue });
        const poor = contrastsOf(theme(brand(hex))).filter(({ ratio, asked }) => ratio < asked);
        expect(poor, hex).toEqual([]);
      }
    }
  });

  test('is one small stylesheet whose address follows its content', () => {
    const [one, other] = [theme(brand('#8e2a5b')), theme(brand('#8e2a5c'))];
    expect(one.stylesheet.body.length).toBeLessThan(20_000);
    expect(one.stylesheet.path).toMatch(/^\/assets\/test-8e2a5b\.[0-9a-f]{10}\.css$/);
    expect(one.stylesheet.path).not.toBe(other.stylesheet.path);
    expect(theme(brand('#8e2a5b'), '.own { color: red }').stylesheet.body).toMatch(
      /\.own\{color:red\}$/,
    );
  });
});
