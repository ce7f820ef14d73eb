// The official Stripe CLI, unchanged: `stripe trigger <event>` for every event that it supports. It
// passes when the CLI is content and the event has come: it stands in the list of events, or, if it is
// of an account of the platform, the platform's webhook was told.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHookServer } from './hook-server.ts';
import { type Recorder, refusalOf } from './recorder.ts';
import type { Row } from './table.ts';

const require = createRequire(import.meta.url);
/** The platform: its money waits at the acquirer until it is transferred or paid out. */
const apiKey = 'sk_test_tezga';
/**
 * The CLI says no version of its own, so the account's counts, as with the original. Its steps are
 * of older years: they list payment methods (taken out in 2026-09-30.endive), and confirm without a
 * return_url (asked for since 2023-08-16). So it is told to speak the version before both.
 */
export const cliVersion = '2022-11-15';

/** `nextDay` moves the world to its next business day: some things take a night. */
export async function runStripeCli(door: Recorder, nextDay: () => Promise<void>): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'kassa-cli-'));
  const stripe = (args: readonly string[]) => run(home, args);
  const base = `http://127.0.0.1:${door.port}`;
  try {
    await using hooks = await openHooks(base);
    await earn(base);
    await nextDay();
    door.take();
    const tried: Tried[] = [];
    for (const event of eventsIn((await stripe(['trigger', '--help'])).said)) {
      tried.push(await trigger(event, { door, stripe, base, hooks }));
    }
    await nextDay();
    return await Promise.all(tried.map((one) => lookAgain(one, base)));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Its transfers and payouts begin with a sale by a token that skips the days of settlement. Here no card
 * does: a balance is there once the acquirer has settled. So one is earned the day before.
 */
async function earn(base: string): Promise<void> {
  const form = { amount: '500000', currency: 'usd', source: 'tok_visa' };
  const made = await fetch(`${base}/v1/charges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: new URLSearchParams(form),
  });
  if (!made.ok) throw new Error(`no sale before: ${await made.text()}`);
}

type Cli = (args: readonly string[]) => Promise<{ readonly code: number; readonly said: string }>;

type Means = {
  readonly door: Recorder;
  readonly stripe: Cli;
  readonly base: string;
  readonly hooks: Hooks;
};

type Tried = {
  readonly row: Row;
  /** What was accepted, and whose event has not come. */
  readonly waitsFor?: { readonly type: string; readonly before: string | undefined };
};

async function trigger(event: string, { door, stripe, base, hooks }: Means): Promise<Tried> {
  // The names for other countries are the CLI's own; the event is one.
  const type = event.replace(/\.(eu|gb)$/, '');
  const before = await newest(type, base);
  door.take();
  const told = ['--api-base', base, '--api-key', apiKey, '--api-version', cliVersion];
  const { code, said } = await stripe(['trigger', event, ...told]);
  const exchanges = door.take();
  const refused = exchanges.findLast(({ status }) => status >= 400);
  if (code !== 0) {
    const how = refused ? refusalOf(refused) : { why: lastLine(said) };
    return { row: { what: event, passed: false, ...how } };
  }
  const passed = { row: { what: event, passed: true, why: '' } };
  if (await comes(type, base, { before, hooks })) return passed;
  const why = `accepted (${exchanges.length} requests), but the event has not come`;
  return { row: { what: event, passed: false, why }, waitsFor: { type, before } };
}

async function lookAgain({ row, waitsFor }: Tried, base: string): Promise<Row> {
  if (waitsFor === undefined) return row;
  const { type, before } = waitsFor;
  if ((await newest(type, base)) === before) return { ...row, why: `${row.why} by the next day` };
  return { ...row, passed: true, why: 'on the next business day' };
}

const patienceMs = 2_000;

async function comes(
  type: string,
  base: string,
  look: { readonly before: string | undefined; readonly hooks: Hooks },
): Promise<boolean> {
  const endMs = Date.now() + patienceMs;
  do {
    if (look.hooks.told.has(type) || (await newest(type, base)) !== look.before) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < endMs);
  return false;
}

/** The id of the newest event of a type. */
async function newest(type: string, base: string): Promise<string | undefined> {
  const answer = await fetch(`${base}/v1/events?type=${type}&limit=1`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const list: { data?: { id: string }[] } = JSON.parse(await answer.text());
  return list.data?.[0]?.id;
}

type Hooks = AsyncDisposable & {
  /** Types of events of the platform's accounts, as they come in. */
  readonly told: Set<string>;
};

/** What becomes of an account is told to its platform's endpoint, and stands in no list of its own. */
async function openHooks(base: string): Promise<Hooks> {
  const told = new Set<string>();
  const server = await openHookServer(({ rawData }) => told.add(String(JSON.parse(rawData).type)));
  const form = { url: server.url, connect: 'true', 'enabled_events[]': '*' };
  const made = await fetch(`${base}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: new URLSearchParams(form),
  });
  if (!made.ok) throw new Error(`no webhook endpoint: ${await made.text()}`);
  return { told, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function eventsIn(help: string): string[] {
  const [, list = ''] = /Supported events:\s+([\s\S]*?)\n\s*Usage:/.exec(help) ?? [];
  return list.split(/\s+/).filter((name) => name !== '');
}

/** In a home of its own, so that nobody's settings are read or written; it reports to nobody. */
function run(home: string, args: readonly string[]): ReturnType<Cli> {
  const shim = require.resolve('@stripe/cli/bin/shim.js');
  const env = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: home },
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [shim, ...args], { env, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : 1, said: `${out}${err}` });
    });
  });
}

function lastLine(said: string): string {
  return said.trim().split('\n').at(-1) ?? '';
}
