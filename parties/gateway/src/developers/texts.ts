// The words of the developers' pages.

import { catalogue } from '@kassa/pages';
import { bs } from './texts-bs.ts';
import { en } from './texts-en.ts';

export const texts = catalogue({ en, bs });

export type DeveloperLanguage = (typeof texts.languages)[number];
