// The world's own database server may be killed under it. Every connection breaks in that moment, so
// errors come up everywhere, some of them before the death is noticed: they are asked about here.

export type DatabaseDeath = {
  /** Given by whoever starts the server; an end that the world itself asks for is none. */
  watch(died: Promise<void>): void;
  /** Has it died, or does that turn out in the next moment? */
  hasDied(): Promise<boolean>;
};

/** Longer than the death of a server takes to be noticed. */
const patienceMs = 1000;

export function openDatabaseDeath(onDeath: () => void): DatabaseDeath {
  let death: Promise<true> | undefined;
  return {
    watch: (died) => {
      death = died.then(() => {
        onDeath();
        return true;
      });
    },
    hasDied: async () => {
      if (death === undefined) return false;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), patienceMs);
      });
      const answer = await Promise.race([death, late]);
      clearTimeout(timer);
      return answer;
    },
  };
}
