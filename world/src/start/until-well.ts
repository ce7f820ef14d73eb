// Ready means that a payment would go through: every party says that it is well.

import { health } from '@kassa/control';
import type { HttpClient } from '@kassa/http';
import type { Running } from './running.ts';

const pauseMs = 25;

/** Waits for all; the names of those that were not well in time. */
export async function untilWell(
  client: HttpClient,
  parties: readonly Running[],
  patienceOf: (party: string) => number,
): Promise<string[]> {
  const waits = parties.map(async (party) => {
    const untilMs = Date.now() + patienceOf(party.name);
    while (!(await isWell(client, party))) {
      if (Date.now() > untilMs) return [party.name];
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return [];
  });
  return (await Promise.all(waits)).flat();
}

async function isWell(client: HttpClient, { url }: Running): Promise<boolean> {
  const answer = await client.getJson(`${url}/_kassa/health`);
  if (!answer.ok) return false;
  const parsed = health.safeParse(answer.value.body);
  return parsed.success && parsed.data.ok;
}
