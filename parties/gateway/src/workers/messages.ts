// What the first process and its workers say to each other, over the pipe between them: nothing of it
// is written anywhere.

import type { CvcNews } from '../vault/cvc-memory.ts';

/** `config` as in `startGateway`: secrets travel here, not in the environment, which others may read. */
export type ToWorker =
  | { readonly do: 'start'; readonly config: unknown }
  | { readonly do: 'hear'; readonly news: CvcNews }
  | { readonly do: 'stop' };

export type FromWorker =
  /** It listens; what was told before may be lost. */
  | { readonly said: 'here' }
  | { readonly said: 'ready'; readonly url: string }
  | { readonly said: 'failed'; readonly why: string }
  | { readonly said: 'clock'; readonly offsetMs: number }
  | { readonly said: 'news'; readonly news: CvcNews };
