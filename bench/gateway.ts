// Payments per second through the gateway's HTTP door, the gateway and the bank each in a process of
// their own, beside what PostgreSQL alone makes of the same writes. Each payment asks the directory
// server and the acquirer; both answer at once.

import { chanceFrom } from '@kassa/chance';
import { type Disk, disks } from './database-server.ts';
import { type BenchGateway, type GatewayPlace, settled, withGateways } from './gateway-place.ts';
import { keyOf } from './gateway-settings.ts';
import { closedLoop, type Load, openLoop, rowsOfLoad } from './load.ts';
import { type Case, measure, type Result, rowsOf } from './measure.ts';
import { options } from './options.ts';
import { openPayer, type Payer } from './payer.ts';
import { withYardsticks } from './pgbench.ts';
import { progress } from './progress.ts';
import type { Report } from './report.ts';
import { stripeCallers, stripePayer } from './stripe-payer.ts';
import { usageOf } from './usage.ts';

const connections = 64;
const warmUpMs = 6_000;
const seed = 1;
const manyMerchants = 1_000;

export async function benchGateway(report: Report): Promise<void> {
  for (const disk of disks()) {
    await withGateways(async (place) => {
      const { rates } = await sideBySide(place);
      report.add(`payments over HTTP, ${connections} connections; ${disk.name}`, rowsOf(rates));
      const gateway = await place.start();
      await benchLoops(report, gateway, disk);
      await benchManners(report, place, disk);
      const { nodeMb } = await usageOf(gateway.pid, place.server.dataFolder ?? '');
      report.add(`the gateway afterwards; ${disk.name}`, [
        { what: 'memory', value: nodeMb, unit: 'MB', target: '< 350 MB' },
      ]);
    }, disk);
  }
}

export const names = {
  together: 'create and confirm, with the acquirer hop',
  alone: '  the same, group commit off',
  noHop: '  the same, the acquirer in the same process',
  empty: 'an empty answer of the same HTTP kernel',
};

/** All in alternating rounds; the first is PostgreSQL's own. */
export async function sideBySide(
  place: GatewayPlace,
): Promise<{ readonly rates: Result[]; readonly yardstick: string }> {
  progress('three gateways are started and warmed up');
  const together = await warm(place, {});
  const alone = await warm(place, { areUnitsTogether: false });
  const noHop = await warm(place, { hasHop: false });
  let rates: Result[] = [];
  let yardstick = '';
  await withYardsticks(place.server, 'payment.sql', async ({ by, caseOf }) => {
    yardstick = `${by}: the same durable writes, append-only`;
    const cases: Case[] = [
      { ...caseOf('pay', 'pay()'), name: yardstick },
      paying(names.together, together),
      paying(names.alone, alone),
      paying(names.noHop, noHop),
      { name: names.empty, operate: together.payer.empty },
    ];
    const { rounds, roundMs } = options;
    rates = await measure(cases, { callers: connections, rounds, roundMs });
  });
  for (const { payer, gateway } of [together, alone, noHop]) {
    payer.close();
    await gateway.stop();
  }
  return { rates, yardstick };
}

type Warm = { readonly gateway: BenchGateway; readonly payer: Payer };

const paying = (name: string, { gateway, payer }: Warm): Case => {
  return { name, operate: payer.pay, settle: () => settled(gateway) };
};

/** Code, plans and connections of a gateway as they are after a while. */
export async function warm(
  place: GatewayPlace,
  wish: Parameters<GatewayPlace['start']>[0],
): Promise<Warm> {
  const gateway = await place.start(wish);
  const payer = await openPayer(gateway, connections, { merchants: wish?.merchants ?? 1 });
  await closedLoop(payer.pay, { callers: connections, forMs: warmUpMs });
  await settled(gateway);
  return { gateway, payer };
}

async function benchLoops(report: Report, gateway: BenchGateway, { name }: Disk): Promise<void> {
  let most = 0;
  const forMs = options.roundMs * 3;
  for (const callers of [1, 8, connections, 256]) {
    const payer = await openPayer(gateway, callers);
    await closedLoop(payer.pay, { callers, forMs: warmUpMs / 2 });
    const load = await closedLoop(payer.pay, { callers, forMs });
    most = Math.max(most, load.perSecond);
    report.add(`closed loop, ${callers} connections; ${name}`, rowsOfLoad('payments', load));
    payer.close();
    await settled(gateway);
  }
  for (const share of [25, 50, 75, 90]) {
    const load = await atShare(gateway, { most, share, forMs });
    const [rate, p50, p99, ...more] = rowsOfLoad('payments', load);
    if (!rate || !p50 || !p99) continue;
    const target = share === 50 ? { target: '< 25 ms' } : {};
    const title = `open loop, ${share} % of the most, random arrivals of seed ${seed}; ${name}`;
    report.add(title, [rate, p50, { ...p99, ...target }, ...more]);
  }
}

/** At so much of what it can do. */
export async function atShare(
  gateway: BenchGateway,
  { most, share, forMs }: { readonly most: number; readonly share: number; readonly forMs: number },
): Promise<Load> {
  const payer = await openPayer(gateway, 256);
  const perSecond = (most * share) / 100;
  const load = await openLoop(payer.pay, { perSecond, forMs, chance: chanceFrom(seed) });
  payer.close();
  await settled(gateway);
  return load;
}

/** Who pays, and how: in alternating rounds. */
async function benchManners(report: Report, place: GatewayPlace, disk: Disk): Promise<void> {
  progress(`a gateway with ${manyMerchants} merchants is started`);
  const { gateway, payer } = await warm(place, { merchants: manyMerchants });
  const [one, keyed] = [
    await openPayer(gateway, connections),
    await openPayer(gateway, connections, { areKeyed: true }),
  ];
  const settle = () => settled(gateway);
  const cases: Case[] = [
    { name: 'one merchant', operate: one.pay, settle },
    { name: `${manyMerchants} merchants in turn`, operate: payer.pay, settle },
    { name: 'each under an idempotency key', operate: keyed.pay, settle },
    {
      name: `the official client, two requests, ${stripeCallers} at a time`,
      ...{ operate: stripePayer(gateway.url, keyOf(0)), callers: stripeCallers, settle },
    },
  ];
  const { rounds, roundMs } = options;
  const results = await measure(cases, { callers: connections, rounds, roundMs });
  report.add(`manners of paying, ${connections} connections; ${disk.name}`, rowsOf(results));
  for (const open of [one, keyed, payer]) open.close();
  await gateway.stop();
}
