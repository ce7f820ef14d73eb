// Is each party well? Asked over the wire, like everything else about them.

import { health } from '@kassa/control';
import type { HttpClient } from '@kassa/http';
import { type PartyName, type Places, partyNames } from '../places.ts';

export type Wellness = 'well' | 'unwell' | 'away';

export type Marks = Readonly<Record<PartyName, Wellness>>;

const timeoutMs = 1000;

export async function readMarks(client: HttpClient, places: Places): Promise<Marks> {
  const ask = async (party: PartyName): Promise<Wellness> => {
    // The one who asks is well enough to ask.
    if (party === 'lobby') return 'well';
    const answer = await client.getJson(`${places.url(party)}/_kassa/health`, { timeoutMs });
    if (!answer.ok) return 'away';
    const parsed = health.safeParse(answer.value.body);
    return parsed.success && parsed.data.ok ? 'well' : 'unwell';
  };
  const pairs = await Promise.all(
    partyNames.map(async (party) => [party, await ask(party)] as const),
  );
  const away: Marks = {
    gateway: 'away',
    'shop-diva': 'away',
    'shop-nordlys': 'away',
    'acquirer-zelena': 'away',
    'acquirer-crvena': 'away',
    'network-mozaik': 'away',
    'issuer-plava': 'away',
    'issuer-fjord': 'away',
    'clearing-klir': 'away',
    inbox: 'away',
    lobby: 'well',
  };
  return { ...away, ...Object.fromEntries(pairs) };
}
