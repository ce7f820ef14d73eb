// Every drill, in the order in which they are run.

import { setTimeout as pause } from 'node:timers/promises';
import type { Drill, Wishes } from './drill.ts';
import type { Stage } from './stage.ts';

const lastsMs = 8_000;
/** Long enough for a hundred buyers: whom the cut itself catches is less than one of them. */
const downMs = 20_000;

/** Sets this fault for a while. */
const broken =
  (fault: string, forMs = lastsMs) =>
  async (stage: Stage): Promise<void> => {
    await stage.breakIt(fault);
    await pause(forMs);
    await stage.heal();
  };

/** Comes and goes. */
async function flap(stage: Stage): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    await stage.breakIt('gateway-acquirer-zelena * refuse');
    await pause(1_500);
    await stage.heal();
    await pause(1_000);
  }
}

/** Kills it so often, at another moment of the buyers' way each time. */
const killing =
  (kill: (stage: Stage) => Promise<void>) =>
  async (stage: Stage, { kills }: Wishes): Promise<void> => {
    for (let count = 1; count <= kills; count += 1) {
      await kill(stage);
      if (count < kills) await pause(underLoadMs + (count % 7) * 130);
    }
  };

/** After a start buyers come back, and are in the middle of paying. */
const underLoadMs = 3_000;

/** Nobody can be served while nothing runs; what counts is that nothing is lost or doubled. */
const whileNothingRuns = { saved: 0, answeredInTime: 1, recoveredMs: 30_000 };

export const drills: readonly Drill[] = [
  {
    name: 'provider-down',
    title: 'Zelena banka is down in the middle of traffic',
    world: 'whole',
    trouble: broken('gateway-acquirer-zelena * refuse', downMs),
    mustHold: { saved: 0.99, answeredInTime: 1, addedWaitMs: 2_000, recoveredMs: 10_000 },
  },
  {
    name: 'provider-slow',
    title: 'Zelena banka answers after 3 to 5 seconds',
    world: 'whole',
    trouble: broken('gateway-acquirer-zelena 0110 delay ms=3000..5000'),
    mustHold: { saved: 0.99, answeredInTime: 1, recoveredMs: 10_000 },
  },
  {
    name: 'answers-lost',
    title: 'Zelena banka does what it is asked, and a third of its answers is lost',
    world: 'whole',
    trouble: broken('gateway-acquirer-zelena 0110 drop rate=0.3'),
    mustHold: { saved: 0.95, answeredInTime: 1, recoveredMs: 10_000 },
  },
  {
    name: 'late-answers',
    title: 'A fifth of Zelena banka’s answers comes when nobody waits for it any more',
    world: 'whole',
    trouble: broken('gateway-acquirer-zelena 0110 delay ms=9000..12000 rate=0.2'),
    mustHold: { saved: 0.95, answeredInTime: 1, recoveredMs: 10_000 },
  },
  {
    name: 'flapping',
    title: 'The line to Zelena banka comes and goes',
    world: 'whole',
    trouble: flap,
    // Each cut catches who is just asked for. Nobody guesses for them: they are told, and try again.
    mustHold: { saved: 0.9, answeredInTime: 1, recoveredMs: 10_000 },
  },
  {
    name: 'issuer-down',
    title: 'The buyers’ bank is down: nobody can be served, everybody is told',
    world: 'whole',
    trouble: broken('network-issuer-fjord * refuse'),
    mustHold: { saved: 0, answeredInTime: 1, recoveredMs: 10_000 },
  },
  {
    name: 'database-killed',
    title: 'The database server is killed in the middle of payments, and the world with it',
    world: 'whole',
    kills: 1,
    trouble: killing((stage) => stage.killDatabase()),
    mustHold: whileNothingRuns,
  },
  {
    name: 'gateway-killed',
    title: 'The gateway is killed in the middle of payments, again and again',
    world: 'split',
    kills: 2,
    trouble: killing((stage) => stage.killGateway()),
    mustHold: whileNothingRuns,
  },
];
