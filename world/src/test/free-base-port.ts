import { partyNames, placesOf } from '../places.ts';
import { checkPorts } from '../start/free-ports.ts';
import { wantedPorts } from '../start/wanted-ports.ts';

const host = '127.0.0.1';

/** A base port whose world finds every port free; below those that the system lends out. */
export async function freeBasePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 12_000 + Math.floor(Math.random() * 70) * 100;
    const places = placesOf({ host, port });
    const database = { port: places.wirePort('database'), for: 'database' };
    const isFree = await checkPorts(host, [...wantedPorts(places, partyNames), database]).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
  throw new Error('no hundred free ports found in fifty tries');
}
