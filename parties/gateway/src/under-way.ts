// What this process has sent to a bank and not yet heard back: a second click, a reload and the
// bank's own messenger join what is under way instead of starting it again.

export type UnderWay<T> = {
  /** Starts the work, unless it is under way: then that is joined. */
  start(key: string, work: () => Promise<T>): Promise<T>;
  join(key: string): Promise<T> | undefined;
  has(key: string): boolean;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
};

export function openUnderWay<T>(): UnderWay<T> {
  const running = new Map<string, Promise<T>>();
  const start = (key: string, work: () => Promise<T>) => {
    const known = running.get(key);
    if (known !== undefined) return known;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
  return {
    start,
    join: (key) => running.get(key),
    has: (key) => running.has(key),
    async idle() {
      while (running.size > 0) await Promise.allSettled(running.values());
    },
  };
}
