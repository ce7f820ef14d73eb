// Finds the ends of frames in a stream that is passed on. While nobody watches, pieces go through as
// they come and only lengths are followed; a fault that is set in the midst of a frame finds the next.

import { frameSplitter } from '@kassa/tcp';

/** A piece of stream to pass on as it is, or a whole frame without its length. */
export type Cut = { readonly raw: Buffer } | { readonly frame: Buffer };

export type FrameCutter = { push(piece: Buffer, isWatched: boolean): Cut[] };

export function frameCutter(): FrameCutter {
  const splitter = frameSplitter();
  const follower = followLengths();
  return {
    push(piece, isWatched) {
      if (!isWatched && !splitter.isInside()) {
        follower.pass(piece);
        return [{ raw: piece }];
      }
      const begun = follower.passUntilBoundary(piece);
      const rest = piece.subarray(begun);
      // Lengths of two bytes cannot be longer than allowed.
      const frames = rest.byteLength === 0 ? [] : (splitter.push(rest) ?? []);
      const cuts: Cut[] = frames.map((frame) => ({ frame }));
      return begun === 0 ? cuts : [{ raw: piece.subarray(0, begun) }, ...cuts];
    },
  };
}

function followLengths() {
  /** Of the frame that has begun: bytes to come, and the first byte of a length cut in two. */
  let toCome = 0;
  let half: number | undefined;
  const step = (piece: Buffer, at: number): number => {
    if (toCome > 0) {
      const taken = Math.min(toCome, piece.byteLength - at);
      toCome -= taken;
      return at + taken;
    }
    const byte = piece[at] ?? 0;
    if (half === undefined) half = byte;
    else {
      toCome = half * 256 + byte;
      half = undefined;
    }
    return at + 1;
  };
  return {
    pass(piece: Buffer): void {
      for (let at = 0; at < piece.byteLength; ) at = step(piece, at);
    },
    /** How much of this piece belongs to a frame that was begun before. */
    passUntilBoundary(piece: Buffer): number {
      let at = 0;
      while (at < piece.byteLength && (toCome > 0 || half !== undefined)) at = step(piece, at);
      return at;
    },
  };
}
