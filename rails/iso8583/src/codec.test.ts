import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiDialect, binaryDialect, clearingDialect, decode, encode } from './index.ts';
import { arbitraryMessage, authorization } from './testing/messages.ts';

const dialects = [asciiDialect, binaryDialect, clearingDialect];
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('%s', (_, dialect) => {
  const good = encode(authorization, dialect);
  const bytes = good.ok ? good.value : new Uint8Array();

  test('an authorization comes back as it went', () => {
    expect(good.ok).toBe(true);
    expect(decode(bytes, dialect)).toEqual({ ok: true, value: authorization });
  });

  test('every truncation is refused with its field and an offset inside the message', () => {
    for (let length = 0; length < bytes.length; length++) {
      const result = decode(bytes.subarray(0, length), dialect);
      expect(result).toMatchObject({ ok: false, error: { code: 'truncated' } });
      if (!result.ok) expect(result.error.offset).toBeLessThanOrEqual(length);
    }
  });

  test('bytes after the last field are refused', () => {
    const longer = Uint8Array.from([...bytes, 0x30]);
    expect(decode(longer, dialect)).toMatchObject({
      ok: false,
      error: { code: 'overlong', field: 49, offset: bytes.length },
    });
  });

  test('random bytes never crash it', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => survives(noise, dialect)));
  });

  test('random bytes behind a good beginning never crash it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(bytes.length), (noise, keep) =>
        survives(Uint8Array.from([...bytes.subarray(0, keep), ...noise]), dialect),
      ),
    );
  });

  test('a good message with bytes changed never crashes it', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, (list) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, byte] of list) changed[at] = byte;
        survives(changed, dialect);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([asciiDialect, binaryDialect].map((dialect) => [dialect.name, dialect] as const))(
  'whatever the table allows comes back as it went: %s',
  (_, dialect) => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const bytes = encode(message, dialect);
        expect(bytes.ok).toBe(true);
        if (bytes.ok) expect(decode(bytes.value, dialect)).toEqual({ ok: true, value: message });
      }),
      { numRuns: 300 },
    );
  },
);

/** Refused with a place, or read; and what was read can be written and read again. */
function survives(bytes: Uint8Array, dialect: (typeof dialects)[number]): void {
  const result = decode(bytes, dialect);
  if (result.ok) {
    const again = encode(result.value, dialect);
    expect(again.ok && decode(again.value, dialect)).toEqual(result);
    return;
  }
  expect(result.error.offset).toBeGreaterThanOrEqual(0);
  expect(result.error.offset).toBeLessThanOrEqual(bytes.length);
  expect(Number.isInteger(result.error.field)).toBe(true);
  expect(result.error.reason).not.toBe('');
}

describe('decode refuses', () => {
  const table: readonly (readonly [string, string, object])[] = [
    ['an empty message', '', { code: 'truncated', field: 0, offset: 0 }],
    ['another edition', '11007000000000000000', { code: 'unknown_mti', field: 0, offset: 0 }],
    ['a word for an MTI', 'GET /', { code: 'unknown_mti', field: 0, offset: 0 }],
    ['a bitmap cut short', '01007000', { code: 'truncated', field: 1, offset: 4 }],
    ['a bitmap of letters', '0100hello world 1234', { code: 'non_conforming', field: 1 }],
    ['a second bitmap cut short', '0100F000000000000000', { code: 'truncated', offset: 20 }],
    [
      'a third bitmap',
      '080080000000000000008000000000000000',
      { code: 'unknown_field', field: 65, offset: 36 },
    ],
    [
      'a PAN of twenty',
      '010040000000000000002012345678901234567890',
      { code: 'overlong', field: 2, offset: 20 },
    ],
    [
      'a length that is no number',
      '01004000000000000000+81234567890',
      { code: 'non_conforming', field: 2, offset: 20 },
    ],
    [
      'letters in an amount',
      '010010000000000000001O0000000000',
      { code: 'non_conforming', field: 4 },
    ],
    [
      '31 February',
      '010002000000000000000231000000',
      { code: 'non_conforming', field: 7, offset: 20 },
    ],
    ['25 o’clock', '01000010000000000000251000', { code: 'non_conforming', field: 12 }],
    ['month 13', '010000040000000000003013', { code: 'non_conforming', field: 14, offset: 20 }],
    [
      'a fee without a sign',
      '01000000001000000000000000100',
      { code: 'non_conforming', field: 28 },
    ],
    [
      'a tab in a name',
      '01000000000000400000TAB\t00010000000',
      { code: 'non_conforming', field: 42, offset: 20 },
    ],
  ];
  test.each(table)('%s', (_, text, error) => {
    expect(decode(bytesOf(text), asciiDialect)).toMatchObject({ ok: false, error });
  });
});

describe('encode refuses', () => {
  const table: readonly (readonly [string, Record<number, string>, object])[] = [
    ['a field that the table lacks', { 65: '1' }, { code: 'unknown_field', field: 65 }],
    ['the bitmap as a field', { 1: '00' }, { code: 'unknown_field', field: 1 }],
    ['field 129', { 129: '1' }, { code: 'unknown_field', field: 129 }],
    ['half a field', { 1.5: '1' }, { code: 'unknown_field', field: 1.5 }],
    ['a short amount', { 4: '100' }, { code: 'truncated', field: 4, offset: 20 }],
    ['a long code', { 3: '000000', 38: '1234567' }, { code: 'overlong', field: 38, offset: 26 }],
    ['a letter with a mark', { 43: 'Č'.repeat(40) }, { code: 'non_conforming', field: 43 }],
    ['an odd count of half bytes', { 52: '0123456789ABCDE' }, { code: 'truncated', field: 52 }],
  ];
  test.each(table)('%s', (_, fields, error) => {
    const result = encode({ mti: '0100', fields }, asciiDialect);
    expect(result).toMatchObject({ ok: false, error });
  });

  test('a reason never repeats the value', () => {
    const result = encode({ mti: '0100', fields: { 2: '4242 4242 4242 4242' } }, asciiDialect);
    expect(JSON.stringify(result)).not.toContain('4242');
  });
});

test('the binary dialect packs digits, lengths and bitmap', () => {
  const message = { mti: '0100', fields: { 2: '42424', 28: 'C00000150', 35: '4242=29' } } as const;
  const bytes = encode(message, binaryDialect);
  const hex = bytes.ok ? Buffer.from(bytes.value).toString('hex') : '';
  expect(hex).toBe(`0100${'4000001020000000'}${'05042424'}${'4300000150'}${'074242d29f'}`);
});
