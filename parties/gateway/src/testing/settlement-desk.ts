// The acquirer's settlement desk for tests: real HTTP. It settles what the test acquirer was told, at
// three per cent, and keeps what it was instructed to pay.

import { listen, openHttp } from '@kassa/http';
import type { Message } from '@kassa/iso8583';
import { silentLog } from '@kassa/log';
import { currencyOf, numericOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { openDisputeDesk, type TestDispute } from './dispute-desk.ts';
import type { TestAcquirer } from './test-acquirer.ts';

export type ReportStatus = 'created' | 'credited' | 'paid' | 'returned';

type Item = {
  readonly id: string;
  readonly kind: 'capture' | 'refund' | 'chargeback' | 'chargeback_reversal' | 'arbitration_fee';
  readonly disputeId?: string;
  readonly disputeRound?: number;
  readonly rrn: string;
  readonly currency: string;
  readonly grossMinor: string;
  readonly feeMinor: string;
  readonly netMinor: string;
};

type Report = {
  readonly id: string;
  readonly mid: string;
  status: ReportStatus;
  readonly currency: string;
  readonly amountMinor: string;
  readonly items: readonly Item[];
};

type Instruction = {
  readonly id: string;
  readonly mid: string;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: string;
  readonly to: unknown;
  readonly createdAtMs: number;
  status: 'created' | 'paid' | 'refused' | 'returned';
  reason: string | null;
};

export type SettlementDesk = AsyncDisposable & {
  readonly url: string;
  readonly reports: readonly Report[];
  readonly disputes: readonly TestDispute[];
  /** What it was told to pay; a test says what becomes of it. */
  readonly instructions: readonly Instruction[];
  /** It takes instructions, and nobody hears that it has. */
  losesAnswers: boolean;
  /** A report for each merchant of everything captured and refunded that was in none yet. */
  settle(status: ReportStatus): void;
};

const currencies = ['BAM', 'NOK', 'EUR', 'USD'].map((code) => unwrap(currencyOf(code)));

export async function openSettlementDesk(acquirer: TestAcquirer): Promise<SettlementDesk> {
  const reports: Report[] = [];
  const settled = new Set<string>();
  const app = openHttp({ name: 'settlement desk', log: silentLog });
  const shown = (report: Report) => ({
    ...{ ...report, valueOn: '2026-11-24', createdAtMs: 1_790_000_000_000 },
  });
  app.get<{ Params: { mid: string } }>('/merchants/:mid/settlements', async (request) => ({
    settlements: reports.filter(({ mid }) => mid === request.params.mid).map(shown),
    hasMore: false,
  }));
  // Whatever it settles it pays out at once.
  app.get('/merchants/:mid/unpaid', async () => ({ items: [], next: null }));
  app.get<{ Params: { id: string } }>('/merchants/:mid/settlements/:id', async (request) => {
    const found = reports.find(({ id }) => id === request.params.id);
    return found && shown(found);
  });
  const disputes = openDisputeDesk(app, acquirer);
  const instructions: Instruction[] = [];
  const at = '/merchants/:mid/instructions';
  app.post<{
    Params: { mid: string };
    Body: Pick<Instruction, 'reference' | 'currency' | 'amountMinor' | 'to'>;
  }>(at, async ({ body, params: { mid } }, reply) => {
    const known = instructions.find(({ reference }) => reference === body.reference);
    if (known !== undefined) return known;
    const id = `ins_${instructions.length + 1}`;
    const { reference, currency, amountMinor, to } = body;
    const told = { id, mid, reference, currency, amountMinor, to, reason: null };
    instructions.push({ ...told, createdAtMs: Date.now(), status: 'created' });
    if (desk.losesAnswers) {
      reply.hijack();
      reply.raw.destroy();
      return reply;
    }
    return reply.status(201).send(instructions.at(-1));
  });
  app.get<{ Params: { mid: string } }>(at, async ({ params: { mid } }) => ({
    instructions: instructions.filter((one) => one.mid === mid).map(withIban),
    hasMore: false,
  }));
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  const settle = (status: ReportStatus) => {
    const fresh = acquirer.received.filter((message) => {
      const isNew = message.mti === '0220' && !settled.has(nameOf(message));
      if (isNew) settled.add(nameOf(message));
      return isNew;
    });
    const groups = new Map<string, Message[]>();
    for (const message of fresh) {
      const group = `${message.fields[42]}|${message.fields[49]}`;
      groups.set(group, [...(groups.get(group) ?? []), message]);
    }
    for (const messages of groups.values()) {
      const items: Item[] = messages.map(itemOf);
      const [message] = messages;
      if (message) items.push(...disputes.itemsFor(message));
      const amountMinor = items.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n);
      const mid = messages[0]?.fields[42] ?? '';
      const id = `rep_${reports.length + 1}`;
      const currency = items[0]?.currency ?? '';
      reports.push({ id, mid, status, currency, amountMinor: String(amountMinor), items });
    }
  };
  const desk: SettlementDesk = {
    url,
    reports,
    instructions,
    losesAnswers: false,
    disputes: disputes.all,
    settle,
    [Symbol.asyncDispose]: async () => app.close(),
  };
  return desk;
}

/** Without a recipient it goes to the account of the contract. */
function withIban(told: Instruction) {
  const { to } = told;
  const isNamed = typeof to === 'object' && to !== null && 'iban' in to;
  return { ...told, iban: isNamed ? String(to.iban) : contractIban };
}

export const contractIban = 'BA391990440001200279';

const nameOf = ({ fields }: Message): string => `${fields[37]}|${fields[3]}|${fields[11]}`;

function itemOf(message: Message): Item {
  const { fields } = message;
  const isRefund = fields[3] === '200000';
  const amount = BigInt(fields[4] ?? '0');
  const fee = isRefund ? 0n : (amount * 3n) / 100n;
  const gross = isRefund ? -amount : amount;
  const currency = currencies.find((code) => numericOf(code) === fields[49]) ?? '';
  return {
    id: `itm_${nameOf(message)}`,
    kind: isRefund ? 'refund' : 'capture',
    rrn: fields[37] ?? '',
    currency,
    grossMinor: String(gross),
    feeMinor: String(fee),
    netMinor: String(gross - fee),
  };
}
