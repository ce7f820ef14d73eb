// The words of the reconciliation desk, and which language a visitor reads.

import type { HttpRequest } from '@kassa/http';
import { catalogue, chooseLanguage, languageCookieName } from '@kassa/pages';
import { z } from 'zod';
import type { BreakName } from '../../reconciliation/matching/outcome.ts';
import { bs } from './texts-bs.ts';
import { en } from './texts-en.ts';

export const texts = catalogue({ en, bs });
export type DeskLanguage = (typeof texts.languages)[number];
export type Translate = ReturnType<typeof texts>;

const langInput = z.object({ lang: z.string().max(10) });

export function languageOf({ query, cookies, headers }: HttpRequest): DeskLanguage {
  return chooseLanguage(
    {
      asked: langInput.safeParse(query).data?.lang,
      cookie: cookies[languageCookieName],
      acceptLanguage: headers['accept-language'],
    },
    ['en', 'bs'],
  );
}

export const whyOf = {
  missing: 'whyMissing',
  unexpected: 'whyUnexpected',
  duplicate: 'whyDuplicate',
  wrong_amount: 'whyAmount',
  wrong_currency: 'whyCurrency',
  fee_error: 'whyFee',
  late: 'whyLate',
  split: 'whySplit',
  merged: 'whyMerged',
} as const satisfies Record<BreakName, keyof typeof en>;
