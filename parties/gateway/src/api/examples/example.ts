// One call of an operation that works, as data: the reference shows it, a test plays it, and the
// tests of what must not work begin from it. It never holds an id: those come from its first steps.

export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value };

export type Params = { readonly [name: string]: Value };

/**
 * In every text `{customer}` stands for the id of what the first step `customer` made, `{customer.email}`
 * for a field of it, and `{unique}` for a word that no other call has.
 */
export type Example = {
  /** What is there before, by the names that the rest uses, made in this order. */
  readonly first?: Readonly<Record<string, Step>>;
  /** The names in the address: `{ id: '{customer}' }`. */
  readonly at?: Readonly<Record<string, string>>;
  readonly params?: Params;
  /** Sent as `file` of a multipart form, with the params beside it. */
  readonly upload?: Upload;
  /** Who it is called for, in Stripe-Account. */
  readonly account?: string;
  /** The version it must name, where the operation asks for one. */
  readonly version?: string;
  /** An operation that always refuses, since what it is about is not here. */
  readonly refused?: { readonly status: number; readonly code?: string };
  /** The official client has no method for it: its `rawRequest` asks. */
  readonly isRaw?: true;
  /** A list that can have nothing in it here. */
  readonly isEmpty?: true;
};

export type Upload = { readonly name: string; readonly type: string; readonly text: string };

/** The example of an operation, an operation called otherwise, or what happens outside the API. */
export type Step = string | CallStep | { readonly happens: Happening };

export type CallStep = Pick<Example, 'at' | 'params' | 'account'> & { readonly call: string };

/** `money arrives`: the acquirer has settled what was captured, and has said so. */
export type Happening = 'money arrives';

/** By the operation's name. */
export type Examples = Readonly<Record<string, Example>>;
