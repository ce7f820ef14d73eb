import { linksOf } from '../faults/lines.ts';
import { proxyPorts } from '../faults/open-faults.ts';
import { partyNames, placesOf } from '../places.ts';
import { checkPorts } from '../start/free-ports.ts';
import { wantedPorts } from '../start/wanted-ports.ts';

const host = '127.0.0.1';

/** A base port whose world finds every port free; below those that the system lends out. */
export async function freeBasePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 12_000 + Math.floor(Math.random() * 35) * 200;
    const places = placesOf({ host, port });
    const database = { port: places.wirePort('database'), for: 'database' };
    const proxies = proxyPorts(linksOf(places, partyNames, 'postgres://localhost'));
    const wanted = [...wantedPorts(places, partyNames), ...proxies, database];
    const isFree = await checkPorts(host, wanted).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
  throw new Error('no two hundred free ports found in fifty tries');
}
