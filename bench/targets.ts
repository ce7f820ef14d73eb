// The rows that issue 6 sets a target for, each measured as it says, and whether it is reached. Ratios
// are medians of alternating rounds of one run; the second column is with 1 ms more a flush.

import { type Disk, disks } from './database-server.ts';
import { toEmulate } from './emulate.ts';
import { atShare, names, sideBySide, warm } from './gateway.ts';
import { type GatewayPlace, withGateways } from './gateway-place.ts';
import { hotAccountToPgbench } from './ledger.ts';
import { largeToUsual } from './lists.ts';
import { closedLoop } from './load.ts';
import { quantile, rateOf } from './measure.ts';
import { options } from './options.ts';
import { progress } from './progress.ts';
import type { Report, Row } from './report.ts';
import { growthOf, soak } from './soak.ts';

type Goal = { readonly is: '>=' | '>' | '<'; readonly value: number };
type Found = {
  readonly what: string;
  readonly value: number;
  readonly goal: Goal;
  readonly unit?: string;
};

const atLeast = (value: number): Goal => ({ is: '>=', value });
const above = (value: number): Goal => ({ is: '>', value });
const below = (value: number): Goal => ({ is: '<', value });

/** By the disk: as it is, and with 1 ms more. */
const goals = {
  yardstick: [atLeast(0.4), atLeast(1.5)],
  alone: [atLeast(2), atLeast(8)],
  empty: [atLeast(0.2), atLeast(0.12)],
  noHop: [atLeast(0.75), atLeast(0.8)],
  hot: [atLeast(3), atLeast(20)],
} as const;

export async function benchTargets(report: Report): Promise<void> {
  const columns = disks();
  for (const [at, disk] of columns.entries()) {
    progress(`the gateway; ${disk.name}`);
    show(report, `against the targets, gateway; ${disk.name}`, await gatewayRows(disk, at));
    progress(`the ledger; ${disk.name}`);
    const value = await hotAccountToPgbench(disk);
    const what =
      'ledger, one hot account, 64 callers ÷ pgbench function with the hot row, 8 clients';
    show(report, `against the targets, ledger; ${disk.name}`, [
      { what, value, goal: goals.hot[at] ?? goals.hot[0] },
    ]);
  }
  const results = await toEmulate();
  const ours = results?.[1];
  if (ours !== undefined) {
    const what = 'official client, two requests a payment, 32 at a time ÷ emulate';
    show(report, 'against the targets, side by side', [
      { what, value: ours.ratio, goal: above(1) },
    ]);
  }
  progress(`the soak, ${options.seconds} s`);
  const { memoryMb } = await soak();
  show(report, `against the targets, after ${options.seconds} s`, [
    { what: 'memory of the gateway', value: Math.max(...memoryMb), goal: below(350), unit: 'MB' },
    { what: 'its last third ÷ the second third', value: growthOf(memoryMb), goal: below(1.1) },
  ]);
  progress(`the long history, ${options.payments} payments`);
  const what = `rate at ${options.payments.toLocaleString('en')} payments ÷ at 10,000`;
  show(report, 'against the targets, much behind it', [
    { what, value: await largeToUsual(), goal: atLeast(0.9) },
  ]);
}

async function gatewayRows(disk: Disk, column: number): Promise<Found[]> {
  const found: Found[] = [];
  await withGateways(async (place) => {
    const { rates, yardstick } = await sideBySide(place);
    const rate = rateOf(rates, names.together);
    const ratio = (what: string, name: string, [first, second]: readonly [Goal, Goal]): Found => ({
      what: `gateway, HTTP, 64 connections, with the acquirer hop ÷ ${what}`,
      value: rate / rateOf(rates, name),
      goal: column === 0 ? first : second,
    });
    found.push(
      ratio(yardstick, yardstick, goals.yardstick),
      ratio('group commit off', names.alone, goals.alone),
      ratio('an empty answer', names.empty, goals.empty),
      ratio('without the hop', names.noHop, goals.noHop),
    );
    if (column === 0) found.push(await halfLoad(place));
  }, disk);
  return found;
}

async function halfLoad(place: GatewayPlace): Promise<Found> {
  const { gateway, payer } = await warm(place, {});
  const forMs = options.roundMs * 3;
  const { perSecond: most } = await closedLoop(payer.pay, { callers: 64, forMs });
  payer.close();
  const { tookMs } = await atShare(gateway, { most, share: 50, forMs });
  const value = quantile(tookMs, 0.99);
  return { what: 'p99 at half load, open loop', value, goal: below(25), unit: 'ms' };
}

function show(report: Report, title: string, found: readonly Found[]): void {
  report.add(
    title,
    found.map(({ what, value, goal, unit = '' }): Row => {
      const limit = `${goal.is} ${goal.value}${unit && ` ${unit}`}`;
      return {
        what,
        value,
        unit,
        target: `${limit}: ${isReached(value, goal) ? 'reached' : 'NOT reached'}`,
      };
    }),
  );
}

function isReached(value: number, goal: Goal): boolean {
  if (goal.is === '<') return value < goal.value;
  return goal.is === '>' ? value > goal.value : value >= goal.value;
}
