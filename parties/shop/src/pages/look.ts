// What a shop serves besides its pages: one stylesheet, the icon, and its product pictures, each
// under an address that carries the hash of its bytes.
import { readFileSync } from 'node:fs';
import { type Asset, asset, type Theme, theme } from '@kassa/pages';
import { assert } from '@kassa/result';
import type { Shop } from '../shops/shop.ts';

export type Look = {
  readonly theme: Theme;
  /** Address of a picture by its file name. */
  readonly picture: (file: string) => string;
  readonly assets: readonly Asset[];
};

export function lookOf(shop: Shop): Look {
  const css = readFileSync(new URL('./shop.css', import.meta.url), 'utf8');
  const files = new Set([shop.hero.picture, ...shop.products.map((product) => product.picture)]);
  const pictures = new Map(
    [...files].map((file) => {
      const body = readFileSync(new URL(`pictures/${file}`, shop.folder), 'utf8');
      return [file, asset(file.replace(/\.svg$/, ''), 'svg', body)] as const;
    }),
  );
  const own = theme(shop.brand, css);
  return {
    theme: own,
    picture: (file) => {
      const found = pictures.get(file);
      assert(found, `the shop has no picture ${file}`);
      return found.path;
    },
    assets: [...own.assets, ...pictures.values()],
  };
}
