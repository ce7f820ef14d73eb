// A body that comes byte by byte.

import { Readable } from 'node:stream';

const tickMs = 100;

export function trickled(body: Readable, bytesPerSecond: number): Readable {
  return Readable.from(slices(body, Math.ceil((bytesPerSecond * tickMs) / 1000)));
}

async function* slices(body: Readable, size: number): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.byteLength; at += size) {
      yield bytes.subarray(at, at + size);
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
  }
}
