// What a request says, through schemas of strings: forms know no numbers. A parameter that is
// unknown, missing or wrong is refused by its name in Stripe's notation: `card[exp_month]`.

import { type Currency, currencyOf } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type ApiError, invalid } from './api-error.ts';

/** What a schema of texts stands for, said to those who call: the reference and OpenAPI read it. */
export const forms = z.registry<{
  readonly type: 'integer' | 'boolean' | 'string';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly description?: string;
}>();

const notWhole = 'must be a whole number';

const integerText = z
  .union([z.string().regex(/^-?\d{1,15}$/, notWhole), z.number(notWhole).int(notWhole)], notWhole)
  .transform(Number)
  .register(forms, { type: 'integer' });

export const integer = (minimum: number, maximum: number, description?: string) =>
  integerText
    .pipe(
      z
        .number()
        .min(minimum, `must be at least ${minimum}`)
        .max(maximum, `must be at most ${maximum}`),
    )
    .register(forms, {
      ...{ type: 'integer', minimum, maximum },
      ...(description === undefined ? {} : { description }),
    });

export const amountWords = 'In the currency’s smallest unit: 2500 is 25.00.';

/** Stripe's limit: eight digits, for every currency. */
export const amount = integer(1, 99_999_999, amountWords);

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])], 'must be true or false')
  .transform((value) => value === true || value === 'true' || value === '1')
  .register(forms, { type: 'boolean' });

export const text = (max = 5000) => z.string().max(max, lengthOf(max));

function lengthOf(max: number): string {
  return `must have at most ${max} characters`;
}

/** An empty string unsets. */
export const unsettable = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => null), schema]);

export const currencyCode = z
  .string()
  .transform((code, context): Currency => {
    const known = currencyOf(code.toUpperCase());
    if (known.ok) return known.value;
    context.addIssue({ code: 'custom', message: `Invalid currency: ${code.slice(0, 10)}` });
    return z.NEVER;
  })
  .register(forms, {
    type: 'string',
    pattern: '^[A-Za-z]{3}$',
    description: 'Three letters of ISO 4217, such as bam.',
  });

/** A parameter of the original that is refused by its name, since what it asks for is not here. */
export const absent = (what: string) => notTaken(`Kassa has no ${what} yet`);

/** The same with a reason of its own. */
export const notTaken = (why: string) => z.undefined(why).optional();

const pieces = z.record(
  z.string().max(40, 'must have a name of at most 40 characters'),
  z.string('must be a text: metadata has one level of names and texts').max(500, lengthOf(500)),
  'must be names and texts, metadata[order]=1042',
);
export const metadata = z.union([z.literal('').transform(() => ({})), pieces]);

/** New pairs join the old ones; an empty value removes its key. */
export function mergeMetadata(
  old: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> | '' | undefined,
): Readonly<Record<string, string>> {
  if (given === undefined) return old;
  if (given === '') return {};
  const merged = Object.entries({ ...old, ...given });
  return Object.fromEntries(merged.filter(([, value]) => value !== '').slice(0, 50));
}

export const address = z.strictObject({
  city: text().optional(),
  country: text().optional(),
  line1: text().optional(),
  line2: text().optional(),
  postal_code: text().optional(),
  state: text().optional(),
});

/** A list from a form comes as an array, or as an object with number keys when it is long. */
export const list = <Schema extends z.ZodType>(schema: Schema, max = 100) =>
  z.preprocess((value) => {
    const isSparse = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSparse ? Object.values(value) : value;
  }, z.array(schema).max(max));

export const expansion = { expand: list(text(200), 20).optional() };

const noSuchObject = 'there is no such object; give the id of one from the list';
/** Ours are a prefix and 26 characters; some kinds may be named by the merchant. */
const objectId = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, noSuchObject);

const instant = integer(0, 99_999_999_999, 'Seconds since 1970.');
const createdInput = z.union([
  instant,
  z.strictObject({
    gt: instant.optional(),
    gte: instant.optional(),
    lt: instant.optional(),
    lte: instant.optional(),
  }),
]);

/** When it was made, in seconds since 1970: one second, or a range. */
export const created = { created: createdInput.optional() };
export type CreatedInput = z.output<typeof createdInput>;

/** From, included, and to, not included; in milliseconds. */
export function createdRange(given: CreatedInput | undefined): {
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
} {
  if (given === undefined) return {};
  const { gt, gte, lt, lte } =
    typeof given === 'number' ? { gte: given, lte: given } : { ...given };
  const from = Math.max(gt === undefined ? 0 : gt + 1, gte ?? 0);
  const to = Math.min(
    lt ?? Number.POSITIVE_INFINITY,
    lte === undefined ? Number.POSITIVE_INFINITY : lte + 1,
  );
  return {
    ...(from > 0 ? { createdFromMs: from * 1000 } : {}),
    ...(Number.isFinite(to) ? { createdToMs: to * 1000 } : {}),
  };
}

const notWebAddress = 'Not a valid URL: give a whole http or https address';

/**
 * An address that a browser may be sent to: never `javascript:` and its like, no line break that would
 * end a header, and no user and password, behind which another host's name can hide. Judged as it is
 * written: parsers of addresses quietly drop what does not belong there.
 */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: /^[^*@]+$/, error: notWebAddress })
  .max(5000, `${notWebAddress} of at most 5000 characters`)
  .refine((address) => !/[\s\p{Cc}]/u.test(address), {
    ...{ abort: true, error: `${notWebAddress}, without spaces and line breaks` },
  })
  .refine((address) => !/^https?:[\\/]*[^\\/?#]*@/i.test(address), {
    error: `${notWebAddress}, without user and password`,
  });

export const page = {
  ...expansion,
  limit: integer(1, 100).optional(),
  starting_after: objectId.optional(),
  ending_before: objectId.optional(),
};

export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Result<z.output<Schema>, ApiError> {
  const parsed = schema.safeParse(input ?? {}, { error: wordsOf });
  if (parsed.success) return ok(parsed.data);
  const issue = deepest(parsed.error.issues);
  if (issue === undefined) return err(invalid('The request is not as it should be.'));
  const at = issue.path.map(String);
  if (at.length === 0 && issue.code === 'invalid_type') return err(invalid(noParameters));
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...at, issue.keys[0] ?? '']);
    const message = `Received unknown parameter: ${param}`;
    return err(invalid(message, { code: 'parameter_unknown', param }));
  }
  const param = bracketed(at);
  const isMissing = valueAt(input, at) === undefined;
  return err(
    isMissing
      ? invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
      : invalid(`${param}: ${issue.message}`, { code: codeOf(issue.message), param }),
  );
}

const noParameters = 'Invalid request: the body must be parameters by their names.';

const kinds: Readonly<Record<string, string>> = {
  ...{ string: 'a text', array: 'a list', object: 'a set of names', record: 'a set of names' },
  ...{ number: 'a number', boolean: 'true or false', int: 'a whole number' },
};

/** What is said where a schema says nothing of its own. */
function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_big':
      return `must have at most ${issue.maximum} ${partsOf(issue.origin)}`;
    case 'too_small':
      return `must have at least ${issue.minimum} ${partsOf(issue.origin)}`;
    default:
      return undefined;
  }
}

const partsOf = (origin: string): string => (origin === 'string' ? 'characters' : 'entries');

/** Of a union's branches, the issue that is most particular. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues;
  if (first?.code !== 'invalid_union' || first.message !== 'Invalid input') return first;
  const inner = first.errors.flat().sort((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined ? first : { ...inner, path: [...first.path, ...inner.path] };
}

function codeOf(message: string): string {
  if (message === notWhole || /^must be at (?:least|most)/.test(message)) {
    return 'parameter_invalid_integer';
  }
  if (message === noSuchObject) return 'resource_missing';
  if (message.startsWith(notWebAddress)) return 'url_invalid';
  if (message.startsWith('Kassa has no')) return 'feature_not_available';
  return message.startsWith('Invalid currency') ? 'invalid_currency' : 'parameter_invalid';
}

function bracketed([first = '', ...rest]: readonly string[]): string {
  return first + rest.map((name) => `[${name}]`).join('');
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([key]) => key === name)?.[1];
  }, input);
}
