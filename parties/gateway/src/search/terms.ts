// The words under which an object stands in the index, and by which a query finds it. Both sides
// fold and cut here, so that they cannot disagree. The database keeps a term as a number of 64 bits
// made of account, kind and term: the terms of two merchants never meet.

/** Letters that differ only in their size are the same. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

export const tokenTerm = (field: string, value: string): string => `${field}=${fold(value)}`;

/** For fields that every object of the kind has, if only as nothing. */
export const missingTerm = (field: string): string => `${field} missing`;

/** For fields that most objects lack. */
export const presentTerm = (field: string): string => `${field} present`;

export const wordTerms = (field: string, value: string): readonly string[] =>
  distinct(wordsOf(value).map((word) => `${field}:${word}`));

/** Every three letters in a row: whoever contains a part contains all the threes of the part. */
export function partTerms(field: string, value: string): readonly string[] {
  const letters = [...fold(value)];
  const terms = letters
    .slice(0, -2)
    .map((_, at) => `${field}~${letters.slice(at, at + 3).join('')}`);
  return distinct(terms);
}

/** The words with a space before, between and after: one phrase lies in another as text in text. */
export const phraseOf = (value: string): string => ` ${wordsOf(value).join(' ')} `;

export function wordsOf(value: string): readonly string[] {
  return fold(value)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(bared);
}

const marks = new Set([...'.,;:!?()[]{}<>"\'«»“”„‘’…']);

/** Without the marks around it; a word of marks only stays as it is. */
function bared(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && marks.has(word.charAt(start))) start += 1;
  while (end > start && marks.has(word.charAt(end - 1))) end -= 1;
  return start === end ? word : word.slice(start, end);
}

const distinct = (terms: readonly string[]): readonly string[] => [...new Set(terms)];
