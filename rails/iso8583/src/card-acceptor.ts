// Field 43: who sold, where. 25 characters of name, 13 of city, 2 of country; ASCII alone.

export type CardAcceptor = {
  readonly name: string;
  readonly city: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
};

export function encodeCardAcceptor(acceptor: CardAcceptor): string {
  return fit(acceptor.name, 25) + fit(acceptor.city, 13) + fit(acceptor.country, 2);
}

export function decodeCardAcceptor(text: string): CardAcceptor {
  return {
    name: text.slice(0, 25).trimEnd(),
    city: text.slice(25, 38).trimEnd(),
    country: text.slice(38, 40).trimEnd(),
  };
}

const withoutMark: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
};

/** Padded or cut to the width; letters lose their marks, what is still not ASCII becomes `?`. */
function fit(text: string, width: number): string {
  return text
    .replaceAll(/[đĐøØæÆßłŁ]/g, (letter) => withoutMark[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, width)
    .padEnd(width, ' ');
}
