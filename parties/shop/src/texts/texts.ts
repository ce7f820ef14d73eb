// Every sentence a buyer reads, in every language of the shops.
import { catalogue } from '@kassa/pages';
import type { Lang } from '../shops/shop.ts';
import { bs } from './bs.ts';
import { en } from './en.ts';

export const texts = catalogue({ en, bs });

export type T = ReturnType<typeof texts>;

/** `17 %` as each language writes it. */
export function rateText(lang: Lang, basisPoints: number): string {
  const locale = lang === 'en' ? 'en-GB' : 'bs-BA';
  const style = { style: 'percent', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, style).format(basisPoints / 10_000);
}
