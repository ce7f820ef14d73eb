// What every component of a page knows without being told: language and time zone of the reader.
import { createContext, useContext } from 'react';
import type { Language } from './language.ts';
import type { Brand } from './theme.ts';

export type PageFacts = {
  readonly lang: Language;
  /** IANA zone in which instants are shown. */
  readonly zone: string;
  readonly brand: Brand;
};

export const PageContext = createContext<PageFacts | undefined>(undefined);

export function usePage(): PageFacts {
  const facts = useContext(PageContext);
  if (!facts) throw new Error('a component of @kassa/pages stands outside renderPage');
  return facts;
}
