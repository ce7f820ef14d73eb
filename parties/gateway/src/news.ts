// The other gateways on the same database: under which name of its own this process stands among them,
// and what they tell one another. News is for what may be missed: the database knows it too.

import { openStandingLine, type StandingLine } from '@kassa/database';
import type { Log } from '@kassa/log';

/** `merchant` and `key` are told by triggers (migrations/0062). */
export type Topic = 'clock' | 'result' | 'merchant' | 'key';

/** What is kept of the database may be used so long after all news was certainly heard. */
export const freshMs = 1_000;

export type News = AsyncDisposable & {
  /** The name under which this process finds what it left behind; no other one has it meanwhile. */
  readonly instance: string;
  on(topic: Topic, heard: (text: string) => void): void;
  /** False when something may have been told that is not heard yet. */
  isFresh(): boolean;
  onLost(heard: () => void): void;
  /** Never fails: who does not hear it finds out otherwise. */
  tell(topic: Topic, text: string): void;
};

export type NewsOptions = Pick<Parameters<typeof openStandingLine>[0], 'url' | 'schema'> & {
  readonly log: Log;
  /** The first is wished for; where another process has it, one like it is found. */
  readonly instance: string;
};

const processesMax = 64;

export async function openNews({ instance, log, ...at }: NewsOptions): Promise<News> {
  const listeners = new Map<string, Set<(text: string) => void>>();
  const whenLost = new Set<() => void>();
  const others = Array.from({ length: processesMax - 1 }, (_, index) => `${instance}+${index + 2}`);
  const line: StandingLine = await openStandingLine({
    ...{ ...at, log, names: [instance, ...others] },
    onNews: (topic, text) => {
      for (const heard of listeners.get(topic) ?? []) heard(text);
    },
    onLost: () => {
      for (const heard of whenLost) heard();
    },
  });
  if (line.name !== instance) {
    log.info({ wished: instance, instance: line.name }, 'another process has the name wished for');
  }
  return {
    instance: line.name,
    on(topic, heard) {
      listeners.set(topic, (listeners.get(topic) ?? new Set()).add(heard));
    },
    isFresh: () => line.heardMsAgo() < freshMs,
    onLost: (heard) => void whenLost.add(heard),
    tell(topic, text) {
      line.tell(topic, text).catch((error: unknown) => log.warn({ err: error, topic }, 'not told'));
    },
    [Symbol.asyncDispose]: () => line[Symbol.asyncDispose](),
  };
}
