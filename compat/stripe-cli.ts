// The official Stripe CLI, unchanged: `stripe trigger <event>` for every event that it supports. It
// passes when the CLI is content and the event stands in the gateway's list of events.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Exchange, type Recorder, refusalOf } from './recorder.ts';
import type { Row } from './table.ts';

const require = createRequire(import.meta.url);
const apiKey = 'sk_test_diva';
/**
 * The CLI says no version of its own, so the account's counts, as with the original. What it sends
 * (`payment_method_types`) was taken out in 2026-09-30.endive: it is told to speak the one before.
 */
export const cliVersion = '2026-08-26.dahlia';

export async function runStripeCli(door: Recorder): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'kassa-cli-'));
  const stripe = (args: readonly string[]) => run(home, args);
  try {
    const rows: Row[] = [];
    for (const event of eventsIn((await stripe(['trigger', '--help'])).said)) {
      rows.push(await trigger(event, door, stripe));
    }
    return rows;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

type Cli = (args: readonly string[]) => Promise<{ readonly code: number; readonly said: string }>;

async function trigger(event: string, door: Recorder, stripe: Cli): Promise<Row> {
  const base = `http://127.0.0.1:${door.port}`;
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
    return { what: event, passed: false, ...how };
  }
  // What becomes of an account that was made on the way is told to that account.
  const accounts = [undefined, ...accountsIn(exchanges)];
  if (await comes(type, base, { before, accounts })) return { what: event, passed: true, why: '' };
  const why = `accepted (${exchanges.length} requests), but the event has not come`;
  return { what: event, passed: false, why };
}

const patienceMs = 2_000;

async function comes(
  type: string,
  base: string,
  look: {
    readonly before: string | undefined;
    readonly accounts: readonly (string | undefined)[];
  },
): Promise<boolean> {
  const endMs = Date.now() + patienceMs;
  do {
    for (const account of look.accounts) {
      const found = await newest(type, base, account);
      if (found !== undefined && found !== look.before) return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < endMs);
  return false;
}

/** The id of the newest event of a type. */
async function newest(type: string, base: string, account?: string): Promise<string | undefined> {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    ...(account === undefined ? {} : { 'stripe-account': account }),
  };
  const answer = await fetch(`${base}/v1/events?type=${type}&limit=1`, { headers });
  const list: { data?: { id: string }[] } = JSON.parse(await answer.text());
  return list.data?.[0]?.id;
}

function accountsIn(exchanges: readonly Exchange[]): string[] {
  return exchanges
    .filter(({ path, status }) => path === '/v1/accounts' && status === 200)
    .map(({ answer }) => String(JSON.parse(answer).id));
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
