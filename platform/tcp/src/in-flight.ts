// Requests that wait for their answers, by key. Every request ends exactly once.

import { err, ok, type Result } from '@kassa/result';

/**
 * `not_sent` is certain: the frame never left. After `timeout` and `disconnected` the other side
 * may have acted or not.
 */
export type RequestFailure = { readonly code: 'timeout' | 'not_sent' | 'disconnected' };
export type Answer = Result<Buffer, RequestFailure>;

type Waiting = {
  readonly finish: (answer: Answer) => void;
  hasLeft: boolean;
};

export type InFlight = {
  size(): number;
  has(key: string): boolean;
  wait(key: string, timeoutMs: number): Promise<Answer>;
  markLeft(key: string): void;
  /** False if nobody waits under this key (any more). */
  answer(key: string, frame: Buffer): boolean;
  /** Resolves when nobody waits any more, or when the time is over. */
  whenEmpty(timeoutMs: number): Promise<void>;
  /** The line is gone: what had left is unknown, the rest certainly not sent. */
  breakOff(): void;
};

export function openInFlight(): InFlight {
  const waiting = new Map<string, Waiting>();
  const emptied: (() => void)[] = [];
  const end = (key: string, answer: Answer): boolean => {
    const one = waiting.get(key);
    if (one === undefined) return false;
    waiting.delete(key);
    one.finish(answer);
    if (waiting.size === 0) for (const resolve of emptied.splice(0)) resolve();
    return true;
  };
  return {
    size: () => waiting.size,
    has: (key) => waiting.has(key),
    wait(key, timeoutMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(key, err({ code: 'timeout' })), timeoutMs);
        const finish = (answer: Answer) => {
          clearTimeout(timer);
          resolve(answer);
        };
        waiting.set(key, { finish, hasLeft: false });
      });
    },
    markLeft(key) {
      const one = waiting.get(key);
      if (one !== undefined) one.hasLeft = true;
    },
    answer: (key, frame) => end(key, ok(frame)),
    whenEmpty(timeoutMs) {
      if (waiting.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        emptied.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    breakOff() {
      for (const [key, one] of waiting) {
        end(key, err({ code: one.hasLeft ? 'disconnected' : 'not_sent' }));
      }
    },
  };
}
