/** A program that runs: every party's start gives this back. */
export type Running = {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
};
