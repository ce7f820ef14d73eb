/** A program that runs: every party's start gives this back. */
export type Running = {
  readonly name: string;
  readonly url: string;
  /** Waits for its lines to others, where it has lines that it can be well without. */
  whenConnected?(timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
};
