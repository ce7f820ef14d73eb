import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Counters,
  type Decision,
  decide,
  isKind,
  type Passing,
  type SetFault,
} from './decide.ts';
import { deeds } from './fault.ts';
import { faultNames, parseFault, printFault } from './fault-text.ts';
import { linkNames } from './lines.ts';

const zelena = 'gateway-acquirer-zelena';

function setOf(...texts: string[]): SetFault[] {
  return texts.map((text, index) => {
    const parsed = parseFault(text);
    if (!parsed.ok) throw new Error(parsed.error);
    const links = linkNames[parsed.value.link] ?? [];
    return { number: index + 1, fault: parsed.value, links, setAtMs: 0 };
  });
}

const asks = (kind: string, link = zelena): Passing => ({ link, is: 'request', kind });
const says = (kind: string, answers: string[] = [], link = zelena): Passing => ({
  ...{ link, kind, answers },
  is: 'answer',
});
const connects = (link = zelena): Passing => ({ link, is: 'connection', kind: '' });

/** One after another, a second apart; `fault number:deed`, or nothing for what passed. */
function run(faults: readonly SetFault[], passing: readonly Passing[], seed = 1): string[] {
  return decisionsOf(faults, passing, seed).map((one) =>
    one === undefined ? '' : `${one.by.number}:${one.strike.deed}`,
  );
}

function decisionsOf(faults: readonly SetFault[], passing: readonly Passing[], seed: number) {
  const decisions: (Decision | undefined)[] = [];
  let counters: Counters = {};
  passing.forEach((one, second) => {
    const decided = decide(faults, counters, one, { nowMs: second * 1000, seed });
    counters = decided.counters;
    decisions.push(decided.decision);
  });
  return decisions;
}

const fourOf = (kind: string) => Array.from({ length: 4 }, () => asks(kind));

describe('what passes over a link', () => {
  test.each<[what: string, faults: string[], passing: Passing[], expected: string[]]>([
    [
      'a fault strikes its kind',
      [`${zelena} 0100 drop`],
      [asks('0100'), asks('0420')],
      ['1:drop', ''],
    ],
    ['and its link', [`${zelena} 0100 drop`], [asks('0100', 'gateway-ds')], ['']],
    [
      'a group stands for its links',
      ['network-issuer 0100 drop'],
      [asks('0100', 'network-issuer-fjord')],
      ['1:drop'],
    ],
    [
      'a star strikes what is asked',
      [`${zelena} * drop`],
      [asks('0800'), says('0810')],
      ['1:drop', ''],
    ],
    [
      'and, if told so, what is answered',
      [`${zelena} * drop-answer`],
      [asks('0100'), says('0110')],
      ['', '1:drop'],
    ],
    [
      'an answer is struck by its own kind',
      [`${zelena} 0110 drop`],
      [asks('0100'), says('0110')],
      ['', '1:drop'],
    ],
    [
      'or by that of its request',
      [`${zelena} 0420 drop-answer`],
      [says('0430', ['0420', '0421']), says('0110', ['0100'])],
      ['1:drop', ''],
    ],
    [
      'a path may have a star',
      ['gateway-ds POST /3ds/* drop'],
      [asks('POST /3ds/areq', 'gateway-ds')],
      ['1:drop'],
    ],
    [
      'the first that strikes wins',
      [`${zelena} 0100 drop`, `${zelena} * corrupt`],
      [asks('0100'), asks('0420')],
      ['1:drop', '2:corrupt'],
    ],
    [
      'what has struck enough gives way',
      [`${zelena} * drop count=2`, `${zelena} * duplicate`],
      fourOf('0100'),
      ['1:drop', '1:drop', '2:duplicate', '2:duplicate'],
    ],
    ['the n-th only', [`${zelena} 0100 drop nth=3`], fourOf('0100'), ['', '', '1:drop', '']],
    [
      'from a second, until another',
      [`${zelena} * drop from=1s until=3s`],
      fourOf('0100'),
      ['', '1:drop', '1:drop', ''],
    ],
    [
      'before its time nothing is counted',
      [`${zelena} * drop from=2s nth=2`],
      fourOf('0100'),
      ['', '', '', '1:drop'],
    ],
    [
      'a connection is refused by what strikes all',
      [`${zelena} * refuse`],
      [connects(), asks('0100')],
      ['1:refuse', '1:refuse'],
    ],
    [
      'and not by what strikes a kind, or a message',
      [`${zelena} 0100 refuse`, `${zelena} * drop`],
      [connects()],
      [''],
    ],
  ])('%s', (_, faults, passing, expected) => {
    expect(run(setOf(...faults), passing)).toEqual(expected);
  });

  test('a rate strikes about so many, and a delay lies in its range', () => {
    const passing = Array.from({ length: 2000 }, () => asks('0100'));
    const struck = run(setOf(`${zelena} * drop rate=0.3`), passing).filter(Boolean).length;
    expect(struck).toBeGreaterThan(500);
    expect(struck).toBeLessThan(700);
    const waits = decisionsOf(setOf(`${zelena} * delay ms=10..12`), passing, 3).map((one) =>
      one?.strike.deed === 'delay' ? one.strike.ms : -1,
    );
    expect([...new Set(waits)].sort()).toEqual([10, 11, 12]);
  });

  const kinds = fc.constantFrom('0100', '0420', '0800');
  const texts = fc.constantFrom(
    `${zelena} 0100 drop rate=0.5`,
    `${zelena} * delay ms=1..900 rate=0.2`,
    `${zelena} * corrupt rate=0.4 count=3`,
    `${zelena} 0420 duplicate nth=2`,
  );
  const passings = fc.array(
    kinds.map((kind) => asks(kind)),
    { maxLength: 40 },
  );

  test('the same seed and the same messages meet the same fate', () => {
    fc.assert(
      fc.property(
        fc.array(texts, { maxLength: 4 }),
        passings,
        fc.nat(),
        (faults, passing, seed) => {
          const first = decisionsOf(setOf(...faults), passing, seed);
          expect(decisionsOf(setOf(...faults), passing, seed)).toEqual(first);
        },
      ),
    );
  });

  test('messages on other links change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(texts, { maxLength: 4 }),
        passings,
        fc.nat(),
        (faults, passing, seed) => {
          const set = setOf(...faults).map((one) => ({ ...one, links: [zelena] }));
          // None of these has a time, so that it does not matter when they pass.
          const alone = decisionsOf(
            set,
            passing.flatMap((one) => [one, asks('0100', 'other')]),
            seed,
          );
          const quiet = decisionsOf(set, passing, seed);
          expect(alone.filter((_, index) => index % 2 === 0)).toEqual(quiet);
        },
      ),
    );
  });

  test.each([
    ['*', 'anything', true],
    ['POST /v1/*/confirm', 'POST /v1/payment_intents/*/confirm', true],
    ['POST /v1/*', 'GET /v1/refunds', false],
    ['a*a', 'a', false],
    ['*0', '0100', true],
  ])('%s and %s: %s', (pattern, kind, is) => {
    expect(isKind(pattern, kind)).toBe(is);
  });
});

describe('a fault in text', () => {
  test.each([
    ['gateway-acquirer-zelena 0110 drop rate=0.3'],
    ['gateway-ds POST /3ds/areq drop-answer count=1'],
    ['gateway-database * delay ms=100..500 from=1s until=90500ms'],
    ['network-issuer * trickle bps=20'],
    ['gateway-shop POST /webhooks/kassa duplicate nth=2'],
    ['shop-gateway * half-open'],
  ])('%s is read and printed the same', (text) => {
    const parsed = parseFault(text);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && printFault(parsed.value)).toBe(text);
  });

  test('an answer’s own kind needs no second word for it', () => {
    const parsed = parseFault('network-issuer 0110 drop-answer');
    expect(parsed.ok && printFault(parsed.value)).toBe('network-issuer 0110 drop');
  });

  test.each([
    ['drop', 'it has the form <link> <kind or *> <fault>'],
    ['gateway-ds * explode', 'there is no fault "explode"\n  faults: drop, drop-answer, delay'],
    ['gateway-ds * drop rate', '"rate" is no option\n  possible: ms=5000'],
    ['gateway-ds * drop rate=2', 'rate: '],
    ['gateway-ds * drop rate=half', '"rate=half" cannot be read, write rate=0.3'],
    ['gateway-ds * drop from=10', '"from=10" cannot be read, write from=10s'],
    ['gateway-ds * delay', 'ms: a delay says how long: ms=5000'],
    ['gateway-ds * drop ms=5', 'ms: only a delay has ms'],
    ['gateway-ds * delay ms=9..5', 'ms: the range is upside down'],
    ['gateway-ds * trickle', 'bps: a trickle says'],
    ['gateway-ds * drop from=5s until=5s', 'until: it ends before it begins'],
    ['gateway-ds <b> drop', 'kind: must be *'],
    [`gateway-ds * drop ${'x'.repeat(300)}`, 'longer than 300'],
  ])('%s is refused: %s', (text, words) => {
    const parsed = parseFault(text);
    expect(parsed.ok ? 'read' : parsed.error).toContain(words);
  });

  test('no text makes it throw, and what it reads it prints and reads again', () => {
    const word = fc.constantFrom(
      ...Object.keys(deeds),
      ...faultNames,
      '*',
      '0110',
      'POST',
      '/x',
      'ms=3',
      'rate=0.1',
      'nth=2',
      'bps=9',
      'from=1s',
      'until=3m',
      '',
      '=',
      'toString=1',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 8 }), (words) => {
        const parsed = parseFault(['gateway-ds', ...words].join(' '));
        if (!parsed.ok) return;
        expect(parseFault(printFault(parsed.value))).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });
});
