// Values that other processes may change, kept in memory: only while news of a change is sure to come.
// A value that was being read while something changed is given, and not kept.

export type Hearing<Topic extends string> = {
  /** False when news may have been missed: then nothing that is kept may be used. */
  isFresh(): boolean;
  on(topic: Topic, heard: (name: string) => void): void;
  onLost(heard: () => void): void;
};

export type Kept<T> = {
  read(name: string): Promise<T | undefined>;
  /** This process has changed it, and need not wait for the news. */
  forget(name: string): void;
};

export type KeptOptions<T, Topic extends string> = {
  readonly hearing: Hearing<Topic>;
  readonly topic: Topic;
  readonly max: number;
  /** What is not there is asked for again each time. */
  readonly load: (name: string) => Promise<T | undefined>;
};

export function openKept<T, Topic extends string>(options: KeptOptions<T, Topic>): Kept<T> {
  const { hearing, topic, max, load } = options;
  const values = new Map<string, T>();
  let changes = 0;
  const forget = (name: string) => {
    changes += 1;
    values.delete(name);
  };
  hearing.on(topic, forget);
  hearing.onLost(() => {
    changes += 1;
    values.clear();
  });
  return {
    forget,
    async read(name) {
      const known = hearing.isFresh() ? values.get(name) : undefined;
      if (known !== undefined) return known;
      const before = changes;
      const found = await load(name);
      if (found === undefined || changes !== before || !hearing.isFresh()) return found;
      const [oldest] = values.keys();
      if (values.size >= max && oldest !== undefined) values.delete(oldest);
      values.set(name, found);
      return found;
    },
  };
}
