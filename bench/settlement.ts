// One settlement of many payments at the gateway: how long the import takes, and what it holds in
// memory meanwhile.

import { filled } from './filled.ts';
import { control, withGateways } from './gateway-place.ts';
import { options } from './options.ts';
import { progress } from './progress.ts';
import type { Report } from './report.ts';
import { usageOf } from './usage.ts';

const lookEveryMs = 100;

export async function benchSettlement(report: Report): Promise<void> {
  const count = options.settled;
  await withGateways(
    async (place) => {
      const { gateway, payer } = await filled(place, count);
      payer.close();
      const look = () => usageOf(gateway.pid, place.server.dataFolder ?? '');
      const before = await look();
      let mostMb = before.nodeMb;
      let isLooking = true;
      const looking = (async () => {
        while (isLooking) {
          mostMb = Math.max(mostMb, (await look()).nodeMb);
          await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
        }
      })();
      progress(`${count} payments are settled`);
      const startedMs = performance.now();
      const imported = await control(gateway, 'settlements/import').finally(() => {
        isLooking = false;
      });
      const tookMs = performance.now() - startedMs;
      await looking;
      if (JSON.stringify(imported) !== '{"imported":1}') {
        throw new Error(`the settlement was not imported: ${JSON.stringify(imported)}`);
      }
      const after = await look();
      report.add(`a settlement of ${count.toLocaleString('en')} payments, imported`, [
        { what: 'wall', value: tookMs / 1000, unit: 's' },
        { what: 'payments', value: (count * 1000) / tookMs, unit: '/s' },
        { what: 'processor time, node', value: after.nodeCpuMs - before.nodeCpuMs, unit: 'ms' },
        {
          what: 'processor time, PostgreSQL',
          value: after.postgresCpuMs - before.postgresCpuMs,
          unit: 'ms',
        },
        { what: 'memory of the gateway before', value: before.nodeMb, unit: 'MB' },
        { what: 'memory of the gateway, the most', value: mostMb, unit: 'MB' },
      ]);
    },
    undefined,
    count,
  );
}
