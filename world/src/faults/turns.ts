// Requests that wait to be overtaken: by the next one that has been answered, or for a while.

const overtakenWithinMs = 1000;

export type Turns = {
  wait(): Promise<void>;
  /** One has gone by. */
  gone(): void;
};

export function openTurns(): Turns {
  const waiting = new Set<() => void>();
  return {
    wait: () =>
      new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer);
          waiting.delete(go);
          resolve();
        };
        const timer = setTimeout(go, overtakenWithinMs);
        waiting.add(go);
      }),
    gone() {
      for (const go of [...waiting]) go();
    },
  };
}
