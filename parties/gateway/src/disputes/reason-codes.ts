// What a network's reason code says, for people; and whether it claims fraud, which is counted apart.
// Visa's conditions by their families 10 to 13, Mastercard's by their four digits.

export const categories = ['fraud', 'authorization', 'processing', 'consumer', 'other'] as const;
export type ReasonCategory = (typeof categories)[number];

type Reason = { readonly words: string; readonly category: ReasonCategory };

const words: Readonly<Record<ReasonCategory, Readonly<Record<string, string>>>> = {
  fraud: {
    '10.1': 'EMV liability shift, counterfeit card',
    '10.2': 'EMV liability shift, another card fraud',
    '10.3': 'Other fraud, card present',
    '10.4': 'Other fraud, card absent',
    '10.5': 'Found by a fraud monitoring programme',
    '4837': 'No authorization by the cardholder',
    '4849': 'Questionable merchant activity',
    '4863': 'Cardholder does not recognize it',
    '4870': 'Chip liability shift',
    '4871': 'Chip and PIN liability shift',
  },
  authorization: {
    '11.1': 'Card in a recovery bulletin',
    '11.2': 'Authorization was declined',
    '11.3': 'No authorization',
    '4808': 'Authorization missing or wrong',
  },
  processing: {
    '12.1': 'Presented late',
    '12.2': 'Wrong transaction code',
    '12.3': 'Wrong currency',
    '12.4': 'Wrong account number',
    '12.5': 'Wrong amount',
    '12.6.1': 'Processed twice',
    '12.6.2': 'Paid by other means',
    '12.7': 'Invalid data',
    '4834': 'Error at the point of interaction',
  },
  consumer: {
    '13.1': 'Goods or services not received',
    '13.2': 'Recurring payment was cancelled',
    '13.3': 'Not as described, or defective',
    '13.4': 'Counterfeit goods',
    '13.5': 'Misrepresentation',
    '13.6': 'Credit not processed',
    '13.7': 'Goods or services cancelled',
    '13.8': 'Original credit not accepted',
    '13.9': 'Cash not received',
    '4853': 'Cardholder dispute',
  },
  other: {},
};

const families: Readonly<Record<string, ReasonCategory>> = {
  ...{ '10': 'fraud', '11': 'authorization', '12': 'processing', '13': 'consumer' },
};

/** A code that is not here is shown as it came; of Visa's its family is known all the same. */
export function reasonCode(code: string): Reason {
  for (const category of categories) {
    const known = words[category][code];
    if (known !== undefined) return { words: known, category };
  }
  const [family = ''] = code.split('.');
  return { words: `Reason ${code}`, category: families[family] ?? 'other' };
}
