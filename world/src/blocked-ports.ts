// Ports that browsers open for nobody, since other protocols live there: a page would be there, and no
// one could see it. Fetch standard, "port blocking"; those below 1024 are among them as they stand.

import { type PartyName, partyNames, placesOf } from './places.ts';

const blocked: ReadonlySet<number> = new Set([
  ...[1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101],
  ...[102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389],
  ...[427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636],
  ...[989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566],
  ...[6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080],
]);

type Hidden = { readonly party: PartyName; readonly port: number };

/** Whose pages nobody could open in a world from this port on. */
export function hiddenPages(basePort: number): Hidden[] {
  const places = placesOf({ host: '127.0.0.1', port: basePort });
  return partyNames
    .map((party) => ({ party, port: places.port(party) }))
    .filter(({ port }) => blocked.has(port));
}

export function hiddenPagesText(basePort: number): string {
  const pages = hiddenPages(basePort).map(({ party, port }) => `${port} (${party})`);
  const next = [1, 2, 3].map((hundreds) => basePort + hundreds * 100).find(isOpen) ?? 4000;
  return (
    `puts pages where browsers open none, since other protocols own the port: ${pages.join(', ')}. ` +
    `Pages take the base port and the eleven above; take another base, such as KASSA_PORT=${next}`
  );
}

const isOpen = (basePort: number): boolean => hiddenPages(basePort).length === 0;
