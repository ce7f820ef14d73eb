import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainProblem } from './explain-problem.ts';
import { metadataField, type SearchKind } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { type Asks, type Clause, printQuery, type Query } from './query.ts';

const token = (value: string): Asks => ({ kind: 'token', value });
const phrase = (value: string): Asks => ({ kind: 'phrase', value });
const number = (operator: ':' | '<' | '<=' | '>' | '>=', value: bigint): Asks => ({
  kind: 'number',
  operator,
  value,
});
const clause = (field: string, asks: Asks, isNegated = false): Clause => ({
  isNegated,
  field,
  asks,
});
const all = (...clauses: Clause[]): Query => ({ joined: 'and', clauses });
const any = (...clauses: Clause[]): Query => ({ joined: 'or', clauses });

describe('what the documentation shows is read as it says', () => {
  const rows: readonly (readonly [SearchKind, string, Query])[] = [
    ['charge', 'amount>1000', all(clause('amount', number('>', 1000n)))],
    ['charge', 'amount>="10"', all(clause('amount', number('>=', 10n)))],
    ['charge', 'created>1620310503', all(clause('created', number('>', 1620310503n)))],
    [
      'charge',
      'billing_details.address.postal_code:12345',
      all(clause('billing_details.address.postal_code', token('12345'))),
    ],
    ['charge', 'currency:"usd"', all(clause('currency', token('usd')))],
    ['charge', "currency:'usd'", all(clause('currency', token('usd')))],
    ['charge', '-currency:"jpy"', all(clause('currency', token('jpy'), true))],
    [
      'charge',
      'payment_method_details.card.last4:4242',
      all(clause('payment_method_details.card.last4', token('4242'))),
    ],
    [
      'charge',
      'payment_method_details.interac_present.exp_year:2022',
      all(clause('payment_method_details.interac_present.exp_year', token('2022'))),
    ],
    ['charge', 'refunded:null', all(clause('refunded', { kind: 'missing' }))],
    [
      'charge',
      "metadata['key']:'value' AND currency:'usd'",
      all(clause('metadata["key"]', token('value')), clause('currency', token('usd'))),
    ],
    [
      'customer',
      'email:"amy@rocketrides.io" metadata["key"]:"value"',
      all(clause('email', phrase('amy@rocketrides.io')), clause('metadata["key"]', token('value'))),
    ],
    ['customer', 'email~"amy"', all(clause('email', { kind: 'part', value: 'amy' }))],
    [
      'customer',
      '-metadata["donation-id"]:null',
      all(clause('metadata["donation-id"]', { kind: 'missing' }, true)),
    ],
    [
      'payment_intent',
      'status:"succeeded" and amount:500',
      all(clause('status', token('succeeded')), clause('amount', number(':', 500n))),
    ],
    [
      'payment_intent',
      'currency:"usd" OR currency:"eur"',
      any(clause('currency', token('usd')), clause('currency', token('eur'))),
    ],
    ['product', 'url:NULL', all(clause('url', { kind: 'missing' }))],
    [
      'product',
      'description:"the story called \\"The Sky and the Sea.\\""',
      all(clause('description', phrase('the story called "The Sky and the Sea."'))),
    ],
    [
      'price',
      '  product : "prod_123"   active:"true"  ',
      all(clause('product', phrase('prod_123')), clause('active', token('true'))),
    ],
    // A value may hold what outside of quotes would mean something.
    ['product', `name:"null"`, all(clause('name', phrase('null')))],
    ['product', `name:'a "b" OR (c)'`, all(clause('name', phrase('a "b" OR (c)')))],
    [
      'product',
      `name:"and" or name:"or"`,
      any(clause('name', phrase('and')), clause('name', phrase('or'))),
    ],
    [
      'product',
      String.raw`name:"back\\slash\n"`,
      all(clause('name', phrase(String.raw`back\slash\n`))),
    ],
  ];
  test.each(rows)('%s: %s', (kind, text, query) => {
    expect(parseQuery(kind, text)).toEqual({ ok: true, value: query });
  });
});

describe('what cannot be read is refused with its place', () => {
  const eleven = Array.from({ length: 11 }, () => 'amount>1').join(' ');
  const rows: readonly (readonly [SearchKind, string, string, number])[] = [
    ['charge', '', 'empty', 0],
    ['charge', '  \n', 'empty', 0],
    ['charge', 'a'.repeat(10_001), 'too_long', 10_000],
    ['charge', eleven, 'too_many_clauses', 90],
    ['charge', 'status:"a\0"', 'character_wrong', 9],
    ['charge', 'asdf', 'field_unknown', 0],
    ['charge', 'amount>1 AND email:"x"', 'field_unknown', 13],
    ['customer', 'toString:"x"', 'field_unknown', 0],
    ['customer', 'payment_method_details.card_present.last4:1', 'field_unknown', 0],
    ['price', 'created>1', 'field_unknown', 0],
    ['charge', '"x"', 'field_missing', 0],
    ['charge', '--amount>1', 'field_missing', 1],
    ['charge', 'amount', 'operator_missing', 6],
    ['charge', 'amount=1', 'operator_missing', 6],
    ['charge', 'amount>', 'value_missing', 7],
    ['charge', 'amount> AND status:"x"', 'quotes_missing', 8],
    ['charge', 'status:succeeded', 'quotes_missing', 7],
    ['charge', 'status:"succeeded', 'quotes_open', 7],
    ['charge', 'status:"succeeded\\"', 'quotes_open', 7],
    ['charge', `status:"succeeded'`, 'quotes_open', 7],
    ['charge', 'amount>1 AND currency:"usd" OR refunded:"true"', 'joiners_mixed', 27],
    ['charge', 'amount>1 currency:"usd" OR refunded:"true"', 'joiners_mixed', 23],
    ['charge', 'amount>1 OR currency:"usd" refunded:"true"', 'joiners_mixed', 26],
    ['charge', 'AND amount>1', 'joiner_alone', 0],
    ['charge', 'amount>1 OR', 'joiner_alone', 9],
    ['charge', 'amount>1 AND AND amount>2', 'joiner_alone', 13],
    ['charge', 'status:"a"currency:"b"', 'joiner_missing', 10],
    ['charge', '(amount>1)', 'parenthesis', 0],
    ['charge', 'amount>1)', 'parenthesis', 8],
    ['charge', 'amount>1 OR (amount<3)', 'parenthesis', 12],
    ['charge', 'metadata:"x"', 'metadata_key_wrong', 8],
    ['charge', 'metadata[key]:"x"', 'metadata_key_wrong', 8],
    ['charge', 'metadata["key":"x"', 'metadata_key_wrong', 8],
    ['charge', 'metadata["key', 'quotes_open', 9],
    ['charge', 'status~"succ"', 'operator_wrong', 6],
    ['charge', 'currency>"usd"', 'operator_wrong', 8],
    ['charge', 'metadata["k"]~"value"', 'operator_wrong', 13],
    ['charge', 'amount~"100"', 'operator_wrong', 6],
    ['customer', 'email<"a"', 'operator_wrong', 5],
    ['charge', 'amount<null', 'null_compared', 6],
    ['customer', 'email~"am"', 'part_too_short', 6],
    ['customer', 'email~"😀😀"', 'part_too_short', 6],
    ['charge', 'disputed:"yes"', 'flag_wrong', 9],
    ['charge', 'amount:"ten"', 'number_wrong', 7],
    ['charge', 'amount:1000000000000000', 'number_wrong', 7],
    ['charge', 'amount>10.5', 'quotes_missing', 7],
    ['charge', 'amount>"10.5"', 'number_wrong', 7],
  ];
  test.each(rows)('%s: %s is %s', (kind, text, code, at) => {
    const parsed = parseQuery(kind, text);
    expect(parsed).toMatchObject({ ok: false, error: { code, at } });
    if (!parsed.ok) expect(explainProblem(parsed.error, kind)).toContain(`character ${at + 1} of`);
  });

  test('the words begin like the original, and name the fields there are', () => {
    const parsed = parseQuery('price', 'foo:"bar"');
    expect(parsed.ok ? '' : explainProblem(parsed.error, 'price')).toBe(
      'Field `foo` is an unsupported search field for resource `prices`. The supported fields are active, currency, lookup_key, metadata["key"], product, type. (At character 1 of the query.)',
    );
  });
});

describe('whatever is asked', () => {
  const pieces = fc.constantFrom(
    ...['metadata', '["', '"]', "['k']", 'email', 'name', 'created', ':', '~', '<=', '>', '-'],
    ...['"', "'", '\\', ' ', '\n', 'AND', 'or', 'null', '12', '(', ')', 'ß', '\0', '\ud800', '😀'],
  );
  const rubbish = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  test('the reader answers, and its explanation is a text', () => {
    fc.assert(
      fc.property(rubbish, (text) => {
        const parsed = parseQuery('customer', text);
        if (parsed.ok) return;
        expect(parsed.error.at).toBeLessThanOrEqual(text.length);
        expect(explainProblem(parsed.error, 'customer').length).toBeLessThan(800);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['"', "'", '\\', '(', '-', ' ', 'a:', 'name:"', '\\"', 'AND ', 'metadata["'])(
    '%s ten thousand characters long is read at once',
    (piece) => {
      const text = piece.repeat(10_000).slice(0, 10_000);
      const startedMs = performance.now();
      for (const start of ['', 'name:"', "name:'", 'name~"abc" ']) {
        parseQuery('customer', (start + text).slice(0, 10_000));
      }
      expect(performance.now() - startedMs).toBeLessThan(500);
    },
  );

  const value = fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((text) => text.replaceAll('\0', ''));
  const numeric = fc.record({
    kind: fc.constant('number' as const),
    operator: fc.constantFrom(
      ':' as const,
      '<' as const,
      '<=' as const,
      '>' as const,
      '>=' as const,
    ),
    value: fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }),
  });
  const missing = fc.constant({ kind: 'missing' as const });
  const part = value.map((text) => ({ kind: 'part' as const, value: `${text}abc` }));
  const about = (field: fc.Arbitrary<string>, asks: fc.Arbitrary<Asks>): fc.Arbitrary<Clause> =>
    fc.record({ isNegated: fc.boolean(), field, asks: fc.oneof(missing, asks) });
  const query: fc.Arbitrary<Query> = fc
    .record({
      joined: fc.constantFrom('and' as const, 'or' as const),
      clauses: fc.array(
        fc.oneof(
          about(fc.constant('created'), numeric),
          about(fc.constantFrom('name', 'email'), fc.oneof(value.map(phrase), part)),
          about(value.map(metadataField), value.map(token)),
        ),
        { minLength: 1, maxLength: 10 },
      ),
    })
    // One clause alone is joined by nothing.
    .map((made) => (made.clauses.length === 1 ? { ...made, joined: 'and' } : made));

  test('a printed query reads as the query', () => {
    fc.assert(
      fc.property(query, (made) => {
        const text = printQuery(made);
        expect(parseQuery('customer', text)).toEqual({ ok: true, value: made });
      }),
      { numRuns: 1000 },
    );
  });
});
