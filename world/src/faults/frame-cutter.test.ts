import { encodeFrame } from '@kassa/tcp';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cut, frameCutter } from './frame-cutter.ts';

const bytesOf = (cut: Cut) => ('raw' in cut ? cut.raw : encodeFrame(cut.frame));

test('nothing is lost, doubled or moved, whenever somebody begins or stops to watch', () => {
  const frame = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((one) => Buffer.from(one));
  const turns = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 12 }), turns, (frames, cuts) => {
      const stream = Buffer.concat(frames.map(encodeFrame));
      const cutter = frameCutter();
      const out: Cut[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const [length, isWatched] = cuts[turn % cuts.length] ?? [1, false];
        out.push(...cutter.push(stream.subarray(at, at + length), isWatched));
        at += length;
      }
      expect(Buffer.concat(out.map(bytesOf)).equals(stream)).toBe(true);
      // What is given as a frame is one of those that were sent, whole.
      const seen = out.flatMap((cut) => ('frame' in cut ? [cut.frame] : []));
      for (const one of seen) expect(frames.some((sent) => sent.equals(one))).toBe(true);
    }),
  );
});

test('watched from the start, every frame is seen', () => {
  const frames = ['one', 'two', 'three'].map((text) => Buffer.from(text));
  const cutter = frameCutter();
  const out = cutter.push(Buffer.concat(frames.map(encodeFrame)), true);
  expect(out).toEqual(frames.map((frame) => ({ frame })));
});

test('set in the midst of a frame, a fault sees the next', () => {
  const cutter = frameCutter();
  const stream = Buffer.concat([
    encodeFrame(Buffer.from('long one')),
    encodeFrame(Buffer.from('b')),
  ]);
  expect(cutter.push(stream.subarray(0, 4), false)).toEqual([{ raw: stream.subarray(0, 4) }]);
  expect(cutter.push(stream.subarray(4), true)).toEqual([
    { raw: stream.subarray(4, 10) },
    { frame: Buffer.from('b') },
  ]);
});
