// Jobs in memory, as far as graphile-worker can be told from it: one waiting job a key, a locked one is
// not replaced, a failed one comes again after a growing pause.

import type { Value } from '@kassa/database';
import { assert } from '@kassa/result';

export type Job = {
  readonly order: number;
  readonly task: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly attemptsMax: number;
  runAtMs: number;
  attempts: number;
  lockedBy: string | null;
};

export type MemoryJobs = {
  add(arg: Value): void;
  /** Locks the first that is due, or says when the next will be. */
  claim(owner: string): Job | { readonly nextAtMs: number } | undefined;
  done(job: Job): void;
  failed(job: Job): void;
  /** What a dead process held is free again. */
  unlock(owner: string): void;
  waiting(): readonly Job[];
  /** Called whenever there may be something to do at that time. */
  readonly onDue: Set<(atMs: number) => void>;
};

export function openJobs(nowMs: () => number): MemoryJobs {
  const all = new Set<Job>();
  const byKey = new Map<string, Job>();
  const queue: Job[] = [];
  let order = 0;
  const enqueue = (job: Job) => {
    insertByTime(queue, job);
    for (const wake of jobs.onDue) wake(job.runAtMs);
  };
  const jobs: MemoryJobs = {
    onDue: new Set(),
    add(arg) {
      const spec = readSpec(arg);
      order += 1;
      const runAtMs = spec.runAtMs ?? nowMs();
      const known = spec.key === null ? undefined : byKey.get(spec.key);
      if (known !== undefined && known.lockedBy === null) remove(known);
      const job: Job = { ...spec, order, runAtMs, attempts: 0, lockedBy: null };
      all.add(job);
      if (job.key !== null) byKey.set(job.key, job);
      enqueue(job);
    },
    claim(owner) {
      const [first] = queue;
      if (first === undefined) return undefined;
      if (first.runAtMs > nowMs()) return { nextAtMs: first.runAtMs };
      queue.shift();
      first.lockedBy = owner;
      first.attempts += 1;
      return first;
    },
    done: (job) => remove(job),
    failed(job) {
      job.lockedBy = null;
      const isReplaced = job.key !== null && byKey.get(job.key) !== job;
      if (isReplaced || job.attempts >= job.attemptsMax)
        return isReplaced ? remove(job) : undefined;
      job.runAtMs = nowMs() + Math.round(1000 * Math.exp(Math.min(10, job.attempts)));
      enqueue(job);
    },
    unlock(owner) {
      for (const job of all) {
        if (job.lockedBy !== owner) continue;
        job.lockedBy = null;
        if (job.attempts >= job.attemptsMax) continue;
        job.runAtMs = Math.min(job.runAtMs, nowMs());
        enqueue(job);
      }
    },
    waiting: () => [...all],
  };
  const remove = (job: Job) => {
    all.delete(job);
    if (job.key !== null && byKey.get(job.key) === job) byKey.delete(job.key);
    const at = job.lockedBy === null ? queue.indexOf(job) : -1;
    if (at >= 0) queue.splice(at, 1);
  };
  return jobs;
}

function insertByTime(queue: Job[], job: Job): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queue[middle];
    const isAfter = other !== undefined && other.runAtMs <= job.runAtMs;
    if (isAfter) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, job);
}

function readSpec(arg: Value) {
  assert(typeof arg === 'object' && arg !== null, 'a job is an object');
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(arg));
  const { task, payload, job_key: key, run_at_ms: runAt, max_attempts: most } = fields;
  return {
    task: String(task),
    payload,
    key: typeof key === 'string' ? key : null,
    runAtMs: typeof runAt === 'number' ? runAt : undefined,
    attemptsMax: Number(most),
  };
}
