// Colours in OKLCH: equal steps of lightness look equal, so a brand's shades can be derived from
// one hex value and pushed until the contrast of WCAG 2.2 (1.4.3, 1.4.11) is reached.
import { assert } from '@kassa/result';

/** Lightness 0..1, chroma 0..0.4, hue in degrees. */
export type Oklch = { readonly l: number; readonly c: number; readonly h: number };

export function fromHex(hex: string): Oklch {
  const [r, g, b] = linearOf(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const h = (Math.atan2(bb, a) * 180) / Math.PI;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: h < 0 ? h + 360 : h,
  };
}

/** The nearest colour a screen can show; chroma gives way before lightness and hue do. */
export function toHex(colour: Oklch): string {
  let c = colour.c;
  let rgb = linearRgb(colour.l, c, colour.h);
  while (c > 0 && rgb.some((part) => part < -0.0005 || part > 1.0005)) {
    c = Math.max(0, c - 0.004);
    rgb = linearRgb(colour.l, c, colour.h);
  }
  return `#${rgb.map(channelHex).join('')}`;
}

/** Contrast ratio of two hex colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour, made darker step by step until it stands out from the ground by the ratio. */
export function darkenUntil(colour: Oklch, ground: string, ratio: number): string {
  for (let l = colour.l; l >= 0; l -= 0.005) {
    const hex = toHex({ ...colour, l });
    if (contrast(hex, ground) >= ratio) return hex;
  }
  return '#000000';
}

function luminance(hex: string): number {
  const [r, g, b] = linearOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linearOf(hex: string): [number, number, number] {
  assert(/^#[0-9a-f]{6}$/i.test(hex), `a colour is written #rrggbb, not ${hex}`);
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function linearRgb(lightness: number, c: number, h: number): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function channelHex(linear: number): string {
  const value = Math.min(1, Math.max(0, linear));
  const shown = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(shown * 255)
    .toString(16)
    .padStart(2, '0');
}
