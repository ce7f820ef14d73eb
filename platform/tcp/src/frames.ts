// Frames on a stream: two bytes of length, big-endian, then that many bytes. TCP cuts and joins
// as it likes; what comes out here is whole frames in order, however the pieces fall.

const headerLength = 2;
export const frameLengthMax = 65_535;

export function encodeFrame(frame: Uint8Array): Buffer {
  const whole = Buffer.allocUnsafe(headerLength + frame.byteLength);
  whole.writeUInt16BE(frame.byteLength, 0);
  whole.set(frame, headerLength);
  return whole;
}

export type FrameSplitter = {
  /** The frames this piece completes; undefined once a frame is longer than allowed. */
  push(piece: Buffer): Buffer[] | undefined;
  /** Whether a frame has begun and is not complete. */
  isInside(): boolean;
};

/** Pieces are kept apart until a frame is whole: a slow sender must not cost a copy per byte. */
export function frameSplitter(lengthMax = frameLengthMax): FrameSplitter {
  let pieces: Buffer[] = [];
  let held = 0;
  let needed = headerLength;
  const push = (piece: Buffer): Buffer[] | undefined => {
    pieces.push(piece);
    held += piece.byteLength;
    if (held < needed) return [];
    const bytes = pieces.length === 1 ? piece : Buffer.concat(pieces);
    const cut = cutFrames(bytes, lengthMax);
    if (cut === undefined) return undefined;
    pieces = cut.rest.byteLength === 0 ? [] : [cut.rest];
    held = cut.rest.byteLength;
    needed = cut.needed;
    return cut.frames;
  };
  return { push, isInside: () => held > 0 };
}

function cutFrames(bytes: Buffer, lengthMax: number) {
  const frames: Buffer[] = [];
  let at = 0;
  while (bytes.byteLength - at >= headerLength) {
    const length = bytes.readUInt16BE(at);
    if (length > lengthMax) return undefined;
    const end = at + headerLength + length;
    if (end > bytes.byteLength) return { frames, rest: bytes.subarray(at), needed: end - at };
    // An empty frame is how some hosts keep a line open; it says nothing.
    if (length > 0) frames.push(bytes.subarray(at + headerLength, end));
    at = end;
  }
  return { frames, rest: bytes.subarray(at), needed: headerLength };
}
