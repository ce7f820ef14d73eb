// Webhooks: how many a second reach a merchant's endpoint that takes each at once, while payments are
// made and after them, and whether those about one object came in order.

import { column, openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { settled, withGateways } from './gateway-place.ts';
import { closedLoop } from './load.ts';
import { options } from './options.ts';
import { openPayer } from './payer.ts';
import { startProgram } from './program.ts';
import { progress } from './progress.ts';
import type { Report } from './report.ts';

const callers = 64;
const deliveredWithinMs = 300_000;

type Heard = { readonly delivered: number; readonly repeated: number; readonly disordered: number };

export async function benchWebhooks(report: Report): Promise<void> {
  await withGateways(async (place) => {
    const endpoint = await startProgram('webhook-process.ts', {});
    try {
      const webhookUrl = endpoint.said['url'] ?? '';
      const gateway = await place.start({ webhookUrl });
      const { url } = place.server;
      await using db = openDatabase({ url, schema: gateway.schema, log: silentLog, name: 'bench' });
      const heard = async (): Promise<Heard> => JSON.parse(await (await fetch(webhookUrl)).text());
      const waiting = async () => {
        const text = `select count(*) as n from webhook_delivery where state = 'waiting'`;
        return (await db.one({ text }, (row) => column.integer(row, 'n'))) ?? 0;
      };
      const allDelivered = async () => {
        const untilMs = performance.now() + deliveredWithinMs;
        for (let left = await waiting(); left > 0; left = await waiting()) {
          if (performance.now() > untilMs) throw new Error(`${left} webhooks were not delivered`);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      };
      const payer = await openPayer(gateway, callers);
      await closedLoop(payer.pay, { callers, forMs: options.roundMs });
      await settled(gateway);
      await allDelivered();
      const [start, startedMs] = [await heard(), performance.now()];
      const load = await closedLoop(payer.pay, { callers, forMs: options.roundMs * 3 });
      const [middle, paidMs] = [await heard(), performance.now()];
      const left = await waiting();
      progress(`${load.tookMs.length} payments are made, ${left} webhooks wait`);
      await allDelivered();
      const [end, doneMs] = [await heard(), performance.now()];
      payer.close();
      const rate = (from: Heard, to: Heard, ms: number) =>
        ((to.delivered - from.delivered) * 1000) / ms;
      report.add(`webhooks of ${load.tookMs.length} payments to one endpoint`, [
        { what: 'payments', value: load.perSecond, unit: '/s' },
        { what: 'delivered meanwhile', value: rate(start, middle, paidMs - startedMs), unit: '/s' },
        {
          what: 'delivered after the last payment',
          value: rate(middle, end, doneMs - paidMs),
          unit: '/s',
        },
        { what: 'waiting at the last payment', value: left, unit: '' },
        { what: 'delivered in all', value: end.delivered - start.delivered, unit: '' },
        { what: 'delivered twice', value: end.repeated, unit: '' },
        { what: 'out of order', value: end.disordered, unit: '', target: '0' },
      ]);
    } finally {
      await endpoint.stop();
    }
  });
}
