import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, frameSplitter } from './index.ts';

const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 });

describe('frames on a stream', () => {
  test('come out whole and in order, however the stream is cut', () => {
    fc.assert(
      fc.property(
        frames,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (all, cuts) => {
          const stream = Buffer.concat(all.map(encodeFrame));
          const splitter = frameSplitter();
          const out: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn++) {
            const length = cuts[turn % cuts.length] ?? 1;
            out.push(...(splitter.push(stream.subarray(at, at + length)) ?? []));
            at += length;
          }
          expect(out.map((frame) => [...frame])).toEqual(all.map((frame) => [...frame]));
          expect(splitter.isInside()).toBe(false);
        },
      ),
    );
  });

  test('no bytes at all make it throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
        const splitter = frameSplitter(50);
        for (const piece of pieces) if (splitter.push(Buffer.from(piece)) === undefined) return;
      }),
    );
  });

  test.each([
    ['an empty frame says nothing', [0, 0, 0, 1, 7], [[7]]],
    ['a half frame waits', [0, 2, 7], []],
    ['a half header waits', [0], []],
    ['a frame of the longest length allowed', [0, 4, 1, 2, 3, 4], [[1, 2, 3, 4]]],
    ['a frame longer than allowed', [0, 5, 1], undefined],
  ])('%s', (_, bytes, expected) => {
    const out = frameSplitter(4).push(Buffer.from(bytes));
    expect(out?.map((frame) => [...frame])).toEqual(expected);
  });

  test('a megabyte that comes byte by byte costs no copy per byte', () => {
    const splitter = frameSplitter();
    const stream = encodeFrame(Buffer.alloc(65_535, 1));
    let out: Buffer[] = [];
    for (const byte of stream) out = splitter.push(Buffer.of(byte)) ?? [];
    expect(out[0]?.length).toBe(65_535);
  });

  test('a frame longer than its header can say is refused before it is sent', () => {
    expect(() => encodeFrame(Buffer.alloc(65_536))).toThrow();
  });
});
