// One direction of a connection: pieces go on in their order, some of them slowly or late. What waits
// here is bounded: beyond that, the sender is not read.

import type { Socket } from 'node:net';

const waitingBytesMax = 1_048_576;
const tickMs = 100;

export type Flow = {
  write(bytes: Buffer): void;
  trickle(bytes: Buffer, bytesPerSecond: number): void;
  /** Passes by what comes after it, or keeps its place: bytes of one stream must not be mixed. */
  delay(bytes: Buffer, ms: number, keepsPlace: boolean): void;
  /** Held until the next one has gone, or nothing comes for a while. */
  holdBack(bytes: Buffer): void;
  /** Half-closes once all that waits has gone. */
  end(): void;
  /** Nothing passes any more, and what waits is forgotten. */
  stop(): void;
};

type Piece = { readonly bytes: Buffer; readonly perSecond?: number; readonly dueMs?: number };

/** How long a message waits to be overtaken. */
const overtakenWithinMs = 1000;

export function openFlow(from: Socket, to: Socket): Flow {
  const queue: Piece[] = [];
  const late = new Map<NodeJS.Timeout, Buffer>();
  let heldBack: { readonly bytes: Buffer; readonly timer: NodeJS.Timeout } | undefined;
  let pause: NodeJS.Timeout | undefined;
  let waitingBytes = 0;
  let isEnding = false;
  let isStopped = false;

  const settle = () => {
    const isFull = waitingBytes + to.writableLength > waitingBytesMax || to.writableNeedDrain;
    if (isFull) from.pause();
    else if (!isStopped) from.resume();
    const isEmpty = queue.length === 0 && late.size === 0 && heldBack === undefined;
    if (isEnding && isEmpty && pause === undefined && !to.writableEnded) to.end();
  };
  const put = (bytes: Buffer) => {
    if (!isStopped && to.writable) to.write(bytes);
  };
  /** Sends what stands in the queue as far as it may go now. */
  const run = () => {
    pause = undefined;
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
      const waitMs = (piece.dueMs ?? 0) - performance.now();
      if (waitMs > 0) {
        queue.unshift(piece);
        pause = setTimeout(run, waitMs);
        break;
      }
      const rest = goOn(piece);
      if (rest === undefined) continue;
      queue.unshift(rest);
      pause = setTimeout(run, tickMs);
      break;
    }
    settle();
  };
  const goOn = (piece: Piece): Piece | undefined => {
    const { bytes, perSecond } = piece;
    const size =
      perSecond === undefined ? bytes.byteLength : Math.ceil((perSecond * tickMs) / 1000);
    put(bytes.subarray(0, size));
    waitingBytes -= Math.min(size, bytes.byteLength);
    return size < bytes.byteLength ? { ...piece, bytes: bytes.subarray(size) } : undefined;
  };
  const enqueue = (piece: Piece) => {
    if (isStopped) return;
    waitingBytes += piece.bytes.byteLength;
    queue.push(piece);
    if (pause === undefined) run();
    else settle();
  };
  const letGo = () => {
    const held = heldBack;
    if (held === undefined) return;
    clearTimeout(held.timer);
    heldBack = undefined;
    waitingBytes -= held.bytes.byteLength;
    enqueue({ bytes: held.bytes });
  };

  to.on('drain', settle);
  return {
    write(bytes) {
      if (queue.length > 0 || pause !== undefined) enqueue({ bytes });
      else {
        put(bytes);
        settle();
      }
      letGo();
    },
    trickle: (bytes, perSecond) => enqueue({ bytes, perSecond }),
    delay(bytes, ms, keepsPlace) {
      if (keepsPlace) return enqueue({ bytes, dueMs: performance.now() + ms });
      if (isStopped) return;
      waitingBytes += bytes.byteLength;
      const timer = setTimeout(() => {
        late.delete(timer);
        waitingBytes -= bytes.byteLength;
        enqueue({ bytes });
      }, ms);
      late.set(timer, bytes);
      settle();
    },
    holdBack(bytes) {
      if (isStopped) return;
      letGo();
      waitingBytes += bytes.byteLength;
      heldBack = { bytes, timer: setTimeout(letGo, overtakenWithinMs) };
      settle();
    },
    end() {
      isEnding = true;
      settle();
    },
    stop() {
      isStopped = true;
      clearTimeout(pause);
      clearTimeout(heldBack?.timer);
      for (const timer of late.keys()) clearTimeout(timer);
      queue.length = 0;
      late.clear();
      heldBack = undefined;
    },
  };
}
