// Five minutes of payments at 64 connections: whether the gateway's memory stays where it is.

import { warm } from './gateway.ts';
import { settled, withGateways } from './gateway-place.ts';
import { closedLoop } from './load.ts';
import { quantile } from './measure.ts';
import { options } from './options.ts';
import { progress } from './progress.ts';
import type { Report, Row } from './report.ts';
import { usageOf } from './usage.ts';

const callers = 64;
const pieces = 10;

export type Soaked = {
  readonly payments: number;
  readonly perSecond: number;
  readonly p99: number;
  /** Of the gateway's process, after each tenth of the time. */
  readonly memoryMb: readonly number[];
};

export async function benchSoak(report: Report): Promise<void> {
  const { payments, perSecond, p99, memoryMb } = await soak();
  const title = `${payments} payments in ${options.seconds} s, ${callers} connections`;
  const minutes: Row[] = memoryMb.map((value, at) => {
    return { what: `memory of the gateway after ${at + 1}/${pieces}`, value, unit: 'MB' };
  });
  const target = '< 350 MB';
  report.add(title, [
    { what: 'payments', value: perSecond, unit: '/s' },
    { what: 'payments, p99', value: p99, unit: 'ms' },
    ...minutes,
    { what: 'the most', value: Math.max(...memoryMb), unit: 'MB', target },
    { what: 'last third ÷ second third', value: growthOf(memoryMb), unit: '', target: 'about 1' },
  ]);
}

export async function soak(): Promise<Soaked> {
  let soaked: Soaked = { payments: 0, perSecond: 0, p99: 0, memoryMb: [] };
  await withGateways(async (place) => {
    const { gateway, payer } = await warm(place, {});
    const memoryMb: number[] = [];
    const tookMs: number[] = [];
    const forMs = (options.seconds * 1000) / pieces;
    for (let piece = 1; piece <= pieces; piece += 1) {
      const load = await closedLoop(payer.pay, { callers, forMs });
      for (const ms of load.tookMs) tookMs.push(ms);
      const { nodeMb } = await usageOf(gateway.pid, place.server.dataFolder ?? '');
      memoryMb.push(nodeMb);
      progress(`${piece}/${pieces}: ${Math.round(load.perSecond)}/s, ${Math.round(nodeMb)} MB`);
    }
    payer.close();
    await settled(gateway);
    const payments = tookMs.length;
    const perSecond = payments / options.seconds;
    soaked = { payments, perSecond, p99: quantile(tookMs, 0.99), memoryMb };
  });
  return soaked;
}

/** Flat is about 1; the first third is left out, in which the heap finds its size. */
export function growthOf(memoryMb: readonly number[]): number {
  const third = Math.floor(memoryMb.length / 3);
  const mean = (values: readonly number[]) =>
    values.reduce((total, one) => total + one, 0) / Math.max(1, values.length);
  return mean(memoryMb.slice(-third)) / mean(memoryMb.slice(third, -third));
}
