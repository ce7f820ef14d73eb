// From `npm start` to `kassa is ready` on an installed clone, and what the idle world holds.

import type { Report } from './report.ts';
import { startWorld, withPlace } from './world.ts';

const settleMs = 12_000;

export async function benchStart(report: Report): Promise<void> {
  await withPlace(async (place) => {
    const fresh = await startWorld(place);
    await fresh.stop();
    const again = await startWorld(place);
    // Connections of the start are given back after ten seconds.
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const idle = await again.usage();
    const next = await idleSecond(again);
    await again.stop();
    const all = idle.nodeMb + idle.postgresMb;
    report.add('start of the whole world, and the world at rest', [
      { what: 'ready, new data', value: fresh.readyMs, unit: 'ms', target: '< 5,000 ms' },
      { what: 'ready, existing data', value: again.readyMs, unit: 'ms', target: '< 5,000 ms' },
      { what: 'memory, node', value: idle.nodeMb, unit: 'MB' },
      { what: 'memory, PostgreSQL', value: idle.postgresMb, unit: 'MB' },
      { what: 'memory, together', value: all, unit: 'MB', target: '< 500 MB' },
      { what: 'processor time a second at rest', value: next, unit: 'ms' },
    ]);
  });
}

async function idleSecond(world: Awaited<ReturnType<typeof startWorld>>): Promise<number> {
  const seconds = 5;
  const before = await world.usage();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await world.usage();
  const spent = (name: 'nodeCpuMs' | 'postgresCpuMs') => after[name] - before[name];
  return (spent('nodeCpuMs') + spent('postgresCpuMs')) / seconds;
}
