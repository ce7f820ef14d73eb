// The house's look with what a time line needs besides.

import { readFileSync } from 'node:fs';
import { type Theme, theme } from '@kassa/pages';
import { plainLook } from '../../authentication/plain-pages.tsx';

const css = readFileSync(new URL('./operators.css', import.meta.url), 'utf8');

export const operatorLook: Theme = theme(plainLook.brand, css);

/** What the house's pages do not serve already. */
export const operatorAssets = operatorLook.assets.filter(
  ({ path }) => !plainLook.assets.some((one) => one.path === path),
);
