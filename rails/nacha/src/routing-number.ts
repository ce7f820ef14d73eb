// The nine digits that name an American bank; the last one checks the other eight.

const weights = [3, 7, 1, 3, 7, 1, 3, 7];

/** Of eight digits. */
export function checkDigitOf(dfi: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(dfi[at]), 0);
  return String((10 - (sum % 10)) % 10);
}

export function isRoutingNumber(text: string): boolean {
  return /^\d{9}$/.test(text) && checkDigitOf(text.slice(0, 8)) === text[8];
}
