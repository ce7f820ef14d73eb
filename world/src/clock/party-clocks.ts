// The clocks of the parties, over the wire: each may be a program of its own.

import { type ClockMoved, clockMoved, clockState } from '@kassa/control';
import type { HttpClient } from '@kassa/http';
import type { Secret } from '@kassa/secret';

/** What the stepping needs of one party. */
export type PartyClock = {
  readonly party: string;
  /** Null when nothing is due ever; undefined when the party does not answer. */
  nextDueMs(): Promise<number | null | undefined>;
  /** Sets the offset, and comes back when everything due by then has run. */
  move(offsetMs: number): Promise<ClockMoved | undefined>;
};

/** Everything that a day sets off may take its time: files, settlement, payouts. */
const moveTimeoutMs = 60_000;

export function partyClock(
  party: string,
  at: { readonly url: string; readonly key: Secret<string>; readonly client: HttpClient },
): PartyClock {
  const headers = { authorization: `Bearer ${at.key.reveal()}` };
  const address = `${at.url}/_kassa/clock`;
  return {
    party,
    async nextDueMs() {
      const answer = await at.client.getJson(address, { headers });
      if (!answer.ok || answer.value.status !== 200) return undefined;
      return clockState.parse(answer.value.body).nextDueMs;
    },
    async move(offsetMs) {
      const sent = { headers, timeoutMs: moveTimeoutMs };
      const answer = await at.client.postJson(address, { offsetMs }, sent);
      if (!answer.ok || answer.value.status !== 200) return undefined;
      return clockMoved.parse(answer.value.body);
    },
  };
}
