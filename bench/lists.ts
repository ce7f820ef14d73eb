// What much history costs: payments a second, and lists as merchants and operators open them, with
// five million payments in the tables and with few.

import { type Disk, disks } from './database-server.ts';
import { type Filled, few, filled } from './filled.ts';
import { type BenchGateway, type GatewayPlace, settled, withGateways } from './gateway-place.ts';
import { keyOf } from './gateway-settings.ts';
import { getJson } from './get-json.ts';
import { measure, type Result, rowsOf } from './measure.ts';
import { options } from './options.ts';
import type { Report } from './report.ts';

const connections = 64;
const usual = 10_000;

export async function benchLists(report: Report): Promise<void> {
  await withGateways(async (place) => {
    const big = await filled(place, options.payments);
    await benchOpening(report, big.gateway);
    const rates = await ratesOf(place, big);
    report.add('payments over HTTP, by what is in the tables', rowsOf(rates));
  });
}

/** The rate with the large history, to that with ten thousand payments. */
export async function largeToUsual(disk: Disk | undefined = disks()[0]): Promise<number> {
  let ratio = 0;
  await withGateways(async (place) => {
    const rates = await ratesOf(place, await filled(place, options.payments));
    ratio = rates[1]?.ratio ?? 0;
  }, disk);
  return ratio;
}

async function ratesOf(place: GatewayPlace, big: Filled): Promise<Result[]> {
  const small = await filled(place, usual);
  const cases = [
    { name: `${usual.toLocaleString('en')} payments`, ...small },
    { name: `${options.payments.toLocaleString('en')} payments`, ...big },
  ].map(({ name, gateway, payer }) => {
    return { name, operate: payer.pay, settle: () => settled(gateway) };
  });
  const { rounds, roundMs } = options;
  return measure(cases, { callers: connections, rounds, roundMs });
}

async function benchOpening(report: Report, { url }: BenchGateway): Promise<void> {
  const api = `${url}/v1`;
  for (const [title, path] of opened) {
    const cases = [1, 0].map((merchant) => ({
      name: `${(merchant === 0 ? options.payments : few).toLocaleString('en')} payments`,
      operate: async () => {
        await getJson(`${api}${path}`, keyOf(merchant));
      },
    }));
    const results = await measure(cases, { callers: 1, rounds: 3, roundMs: 300 });
    const ms = results.map(({ name, perSecond, ratio }) => {
      return { what: name, value: 1000 / perSecond, unit: 'ms', ratio: 1 / ratio };
    });
    report.add(`opening ${title}, one at a time`, ms);
  }
  await benchPaging(report, api);
}

const opened = [
  ['the newest payments', '/payment_intents?limit=100'],
  ['the newest charges', '/charges?limit=100'],
  ['the newest events', '/events?limit=100'],
  ['the newest balance transactions', '/balance_transactions?limit=100'],
  ['the balance', '/balance'],
  ['a search by status', "/payment_intents/search?query=status:'succeeded'&limit=100"],
] as const;

/** Page after page, as programs go through a list. */
async function benchPaging(report: Report, api: string): Promise<void> {
  const pages = 20;
  const rows = [];
  for (const merchant of [1, 0]) {
    let after = '';
    const startedMs = performance.now();
    for (let page = 0; page < pages && after !== undefined; page += 1) {
      const list = await getJson(`${api}/payment_intents?limit=40${after}`, keyOf(merchant));
      after = `&starting_after=${lastId(list)}`;
    }
    const name = `${(merchant === 0 ? options.payments : few).toLocaleString('en')} payments`;
    rows.push({ what: name, value: (performance.now() - startedMs) / pages, unit: 'ms' });
  }
  report.add(`a page of 40 payments, ${pages} of them one after the other`, rows);
}

function lastId(list: unknown): string {
  const ids = [...JSON.stringify(list).matchAll(/"id":"(pi_\w+)"/g)].map(([, id = '']) => id);
  const last = ids.at(-1);
  if (last === undefined) throw new Error('a list of payments was empty');
  return last;
}
