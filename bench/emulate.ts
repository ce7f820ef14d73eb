// Side by side with `emulate`, which answers Stripe's API from memory and stores nothing: the same
// script with the official client, two requests a payment, in alternating rounds.

import { createRequire } from 'node:module';
import { warm } from './gateway.ts';
import { settled, withGateways } from './gateway-place.ts';
import { keyOf } from './gateway-settings.ts';
import { type Case, measure, type Result, rowsOf } from './measure.ts';
import { options } from './options.ts';
import { startProgram } from './program.ts';
import type { Report } from './report.ts';
import { stripeCallers, stripePayer } from './stripe-payer.ts';

/** It refuses after 5,000 requests an hour: each round has a fresh one, and these payments at most. */
const paymentsMax = 2_400;
const warmUp = 100;
const absent =
  'emulate is not installed, so nothing is beside it: npm install --no-save emulate@0.8.0, then again';

export async function benchEmulate(report: Report): Promise<void> {
  const results = await toEmulate();
  if (!results) return;
  report.add(
    `the official client, create then confirm, ${stripeCallers} at a time`,
    rowsOf(results),
  );
}

/** Ours is the second; undefined where emulate is not installed. */
export async function toEmulate(): Promise<Result[] | undefined> {
  const entry = emulateEntry();
  if (entry === undefined) {
    console.error(`  … ${absent}`);
    return undefined;
  }
  let results: Result[] = [];
  await withGateways(async (place) => {
    const { gateway, payer } = await warm(place, {});
    payer.close();
    const cases: Case[] = [
      { name: 'emulate, in memory', rate: (roundMs) => roundOfEmulate(entry, roundMs) },
      {
        name: 'kassa, with PostgreSQL, acquirer and directory server',
        operate: stripePayer(gateway.url, keyOf(0)),
        settle: () => settled(gateway),
      },
    ];
    const { rounds, roundMs } = options;
    results = await measure(cases, { callers: stripeCallers, rounds, roundMs });
  });
  return results;
}

function emulateEntry(): string | undefined {
  try {
    return import.meta.resolve?.('emulate') ?? createRequire(import.meta.url).resolve('emulate');
  } catch {
    return undefined;
  }
}

async function roundOfEmulate(entry: string, roundMs: number): Promise<number> {
  const program = await startProgram('emulate-process.ts', { entry });
  try {
    const pay = stripePayer(program.said['url'] ?? '', 'sk_test_emulate');
    await times(warmUp, pay);
    const startedMs = performance.now();
    let begun = 0;
    let done = 0;
    const caller = async () => {
      while (begun < paymentsMax - warmUp && performance.now() < startedMs + roundMs) {
        begun += 1;
        await pay(begun);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: stripeCallers }, caller));
    return (done * 1000) / (performance.now() - startedMs);
  } finally {
    await program.stop();
  }
}

async function times(count: number, work: (number: number) => Promise<void>): Promise<void> {
  for (let number = 0; number < count; number += 1) await work(number);
}
