// What an operator types to find a payment: an id, an RRN, a STAN with its day, or the last four
// digits of the card with amount and day, in any order.

export type Search =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'rrn'; readonly rrn: string }
  | { readonly kind: 'stan'; readonly stan: string; readonly day: string }
  | {
      readonly kind: 'card';
      readonly last4: string;
      /** What the amount may be in minor units: how many decimals it has is the currency's matter. */
      readonly minors: readonly bigint[];
      readonly day: string;
    }
  | { readonly kind: 'unreadable' };

const unreadable: Search = { kind: 'unreadable' };

export function parseSearch(text: string): Search {
  const words = text.trim().split(/\s+/).slice(0, 6);
  const [only = ''] = words;
  if (words.length === 1 && /^(pi|ch|re|cs|att|adv)_\w+$/.test(only))
    return { kind: 'id', id: only };
  if (words.length === 1 && /^\d{12}$/.test(only)) return { kind: 'rrn', rrn: only };
  const day = words.find((word) => isDay(word));
  if (day === undefined) return unreadable;
  const others = words.filter((word) => word !== day && !/^[A-Za-z]{3}$/.test(word));
  const stan = others.find((word) => /^\d{6}$/.test(word));
  if (others.length === 1 && stan !== undefined) return { kind: 'stan', stan, day };
  const last4 = others.find((word) => /^\d{4}$/.test(word));
  const amount = others.find((word) => word !== last4 && /^\d{1,12}([.,]\d{1,3})?$/.test(word));
  if (others.length !== 2 || last4 === undefined || amount === undefined) return unreadable;
  return { kind: 'card', last4, minors: minorsOf(amount), day };
}

function isDay(word: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(word) && !Number.isNaN(Date.parse(`${word}T00:00:00Z`));
}

function minorsOf(amount: string): readonly bigint[] {
  const [whole = '0', decimals] = amount.split(/[.,]/);
  if (decimals !== undefined) return [BigInt(whole + decimals)];
  return [BigInt(whole), BigInt(whole) * 100n, BigInt(whole) * 1000n];
}
