// The acquirer's desk for disputes, for tests: every capture of one card is disputed, and what the
// merchant answers is judged at once by the well-known words.

import type { HttpApp } from '@kassa/http';
import type { Message } from '@kassa/iso8583';
import { z } from 'zod';
import { disputedCard } from './known-cards.ts';
import type { TestAcquirer } from './test-acquirer.ts';

export type TestDispute = {
  readonly id: string;
  readonly mid: string;
  readonly rrn: string;
  readonly currency: string;
  readonly amountMinor: string;
  readonly feeMinor: string;
  readonly reason: string;
  state: 'open' | 'represented' | 'won' | 'lost';
  readonly openedAtMs: number;
  dueAtMs: number;
  readonly changedAtMs: number;
  /** What the gateway said, as it came. */
  readonly answers: unknown[];
};

const days = 86_400_000;
const answerForm = z.object({ statement: z.string() });
type OfDispute = { Params: { mid: string; id: string } };

export function openDisputeDesk(app: HttpApp, acquirer: TestAcquirer) {
  const all: TestDispute[] = [];
  const settled = new Set<string>();
  const look = () => {
    for (const { mti, fields } of acquirer.received) {
      const isSale = mti === '0220' && fields[3] === '000000' && fields[2] === disputedCard;
      const rrn = fields[37] ?? '';
      if (!isSale || all.some((one) => one.rrn === rrn)) continue;
      const openedAtMs = Date.now();
      all.push({
        ...{ id: `dp_${rrn}`, mid: fields[42] ?? '', rrn, currency: 'BAM', reason: '10.4' },
        ...{ amountMinor: String(BigInt(fields[4] ?? '0')), feeMinor: '3000', state: 'open' },
        ...{ openedAtMs, changedAtMs: openedAtMs, dueAtMs: openedAtMs + 20 * days, answers: [] },
      });
    }
  };
  app.get<{ Params: { mid: string } }>('/merchants/:mid/disputes', async (request) => {
    look();
    return { disputes: all.filter(({ mid }) => mid === request.params.mid), hasMore: false };
  });
  app.post<OfDispute>('/merchants/:mid/disputes/:id/representment', async (request) => {
    const found = all.find(({ id }) => id === request.params.id);
    found?.answers.push(request.body);
    const { statement } = answerForm.parse(request.body);
    if (found) found.state = judged[statement] ?? 'represented';
    return found;
  });
  app.post<OfDispute>('/merchants/:mid/disputes/:id/acceptance', async (request) => {
    const found = all.find(({ id }) => id === request.params.id);
    found?.answers.push(request.body);
    if (found) found.state = 'lost';
    return found;
  });
  /** What goes into the report with this message: what its merchant was charged, and given back. */
  const itemsFor = (message: Message) =>
    all
      .filter(({ mid, currency }) => mid === message.fields[42] && currency === 'BAM')
      .flatMap((one) => [
        ...once(settled, one, 'chargeback'),
        ...(one.state === 'won' ? once(settled, one, 'chargeback_reversal') : []),
      ]);
  return { all, itemsFor };
}

const judged: Readonly<Record<string, TestDispute['state']>> = {
  winning_evidence: 'won',
  losing_evidence: 'lost',
};

function once(
  settled: Set<string>,
  dispute: TestDispute,
  kind: 'chargeback' | 'chargeback_reversal',
) {
  const { id, rrn, currency, amountMinor } = dispute;
  const name = `itm_${kind}_${rrn}`;
  if (settled.has(name)) return [];
  settled.add(name);
  const gross = BigInt(amountMinor) * (kind === 'chargeback' ? -1n : 1n);
  const fee = kind === 'chargeback' ? BigInt(dispute.feeMinor) : 0n;
  return [
    {
      ...{ id: name, kind, rrn, currency, disputeId: id, grossMinor: String(gross) },
      ...{ feeMinor: String(fee), netMinor: String(gross - fee) },
    },
  ];
}
