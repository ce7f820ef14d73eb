import type { Lang } from './texts.ts';

/** A card that the page of a test world may offer; never one of a real bank. */
export type TestCard = {
  readonly number: string;
  /** What happens with it, in each language or in one that all can read. */
  readonly note: string | Readonly<Record<Lang, string>>;
  readonly expiry?: string | undefined;
  readonly cvc?: string | undefined;
};
