// Transaction codes (entry detail, columns 2-3): whose kind of account, which way, and what for.

export type TransactionCode = {
  readonly account: 'checking' | 'savings' | 'general_ledger' | 'loan' | 'accounting';
  readonly side: 'credit' | 'debit';
  readonly purpose: 'payment' | 'prenote' | 'zero_dollar' | 'return' | 'advice';
};

const accounts = { 2: 'checking', 3: 'savings', 4: 'general_ledger' } as const;
const tens = Object.entries(accounts);

const ofAccount = (ten: string, account: TransactionCode['account']) =>
  [
    // A return of a credit is a credit still: the totals show what the original moved.
    [`${ten}1`, { account, side: 'credit', purpose: 'return' }],
    [`${ten}2`, { account, side: 'credit', purpose: 'payment' }],
    [`${ten}3`, { account, side: 'credit', purpose: 'prenote' }],
    [`${ten}4`, { account, side: 'credit', purpose: 'zero_dollar' }],
    [`${ten}6`, { account, side: 'debit', purpose: 'return' }],
    [`${ten}7`, { account, side: 'debit', purpose: 'payment' }],
    [`${ten}8`, { account, side: 'debit', purpose: 'prenote' }],
    [`${ten}9`, { account, side: 'debit', purpose: 'zero_dollar' }],
  ] as const;

const loans = [
  ['51', { account: 'loan', side: 'credit', purpose: 'return' }],
  ['52', { account: 'loan', side: 'credit', purpose: 'payment' }],
  ['53', { account: 'loan', side: 'credit', purpose: 'prenote' }],
  ['54', { account: 'loan', side: 'credit', purpose: 'zero_dollar' }],
  // A loan is debited to reverse a credit, for nothing else.
  ['55', { account: 'loan', side: 'debit', purpose: 'payment' }],
  ['56', { account: 'loan', side: 'debit', purpose: 'return' }],
] as const;

/** 81 to 88: what an operator advises, odd numbers being credits. */
const advices = [81, 82, 83, 84, 85, 86, 87, 88].map((code): [string, TransactionCode] => [
  String(code),
  { account: 'accounting', side: code % 2 === 1 ? 'credit' : 'debit', purpose: 'advice' },
]);

const table: ReadonlyMap<string, TransactionCode> = new Map<string, TransactionCode>([
  ...tens.flatMap(([ten, account]) => ofAccount(ten, account)),
  ...loans,
  ...advices,
]);

export function transactionCode(code: string): TransactionCode | undefined {
  return table.get(code);
}

/** The code under which an entry of this one comes back; none for what has come back already. */
export function returnCodeOf(code: string): string | undefined {
  const known = table.get(code);
  if (!known || known.purpose === 'advice' || known.purpose === 'return') return undefined;
  return `${code.slice(0, 1)}${known.side === 'credit' ? '1' : '6'}`;
}
