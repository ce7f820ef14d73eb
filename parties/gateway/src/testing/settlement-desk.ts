// What an acquirer would say of its payouts, for tests: it pays out all that was captured, on demand.

import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import type { TestAcquirer } from './test-acquirer.ts';

export type SettlementDesk = AsyncDisposable & {
  readonly url: string;
  /** One payout, on its way, for each merchant whose captures were not paid out yet. */
  payOut(): void;
};

type Item = {
  readonly id: string;
  readonly kind: 'capture';
  readonly rrn: string;
  readonly currency: string;
  readonly grossMinor: string;
  readonly feeMinor: string;
  readonly netMinor: string;
};

type Payout = {
  readonly id: string;
  readonly merchant: string;
  readonly status: 'created';
  readonly currency: string;
  readonly amountMinor: string;
  readonly valueOn: string;
  readonly createdAtMs: number;
  readonly items: readonly Item[];
};

const currencies: Readonly<Record<string, string>> = { '977': 'BAM', '578': 'NOK', '978': 'EUR' };

export async function openSettlementDesk(acquirer: TestAcquirer): Promise<SettlementDesk> {
  const payouts: Payout[] = [];
  const paidOut = new Set<string>();
  const app = openHttp({ name: 'settlement desk', log: silentLog });
  app.get<{ Params: { merchant: string } }>(
    '/merchants/:merchant/settlements',
    async (request) => ({
      settlements: payouts.filter(({ merchant }) => merchant === request.params.merchant),
      hasMore: false,
    }),
  );
  app.get<{ Params: { id: string } }>('/merchants/:merchant/settlements/:id', async (request) =>
    payouts.find(({ id }) => id === request.params.id),
  );
  return {
    url: await listen(app, { host: '127.0.0.1', port: 0 }),
    payOut() {
      const due = new Map<string, Item[]>();
      for (const { fields } of acquirer.of('0220')) {
        const [rrn = '', merchant = ''] = [fields[37], fields[42]];
        const gross = acquirer.taken.get(rrn) ?? 0n;
        if (fields[3] === '200000' || gross <= 0n || paidOut.has(rrn)) continue;
        paidOut.add(rrn);
        const currency = currencies[fields[49] ?? ''] ?? 'BAM';
        const fee = (gross * 3n) / 100n;
        const amounts = { grossMinor: `${gross}`, feeMinor: `${fee}`, netMinor: `${gross - fee}` };
        const items = due.get(merchant) ?? [];
        due.set(merchant, items);
        items.push({ id: `itm_${rrn}`, kind: 'capture', rrn, currency, ...amounts });
      }
      for (const [merchant, items] of due) payouts.push(payoutOf(merchant, items, payouts.length));
    },
    [Symbol.asyncDispose]: async () => app.close(),
  };
}

function payoutOf(merchant: string, items: readonly Item[], at: number): Payout {
  const total = items.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n);
  return {
    id: `pay_${at}`,
    merchant,
    status: 'created',
    currency: items[0]?.currency ?? '',
    amountMinor: `${total}`,
    valueOn: '2026-11-24',
    createdAtMs: 1_790_000_000_000 + at,
    items,
  };
}
