import { buildPresentmentFile, type Presentment, parseAcceptanceFile } from '@kassa/clearing-file';
import { writeCamt054, writePacs008 } from '@kassa/iso20022';
import { balances } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { instant } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove } from '../accounts/prove.ts';
import { answerTo } from '../authorization/listener.ts';
import { authorizationRequest, type Wish } from '../authorization/test-messages.ts';
import { hana, monday, openTestBank, type TestBank } from '../test-bank.ts';
import { takeCreditTransfers, takeNotification } from './clearing-house.ts';
import { takeClearingFile } from './take-file.ts';

const bam = unwrap(currencyOf('BAM'));
const eur = unwrap(currencyOf('EUR'));

let world: TestBank;
beforeAll(async () => {
  world = await openTestBank({
    reserves: [{ currency: 'BAM', minor: 10_000_00 }],
    rates: [{ sold: 'EUR', bought: 'BAM', rate: '1.95583' }],
    customers: [hana.seed],
  });
});
afterAll(() => world.database.close());

/** Posted balances that are not zero, by path and currency. */
async function book(): Promise<Record<string, number>> {
  const all = await balances(world.bank.db, { accountId: world.bank.book });
  const open = all.filter(
    ({ posted, pendingOut }) => posted.minor !== 0n || pendingOut.minor !== 0n,
  );
  return Object.fromEntries(
    open.map(({ path, posted, pendingOut }) => {
      const held = pendingOut.minor === 0n ? '' : ` held ${pendingOut.minor}`;
      return [`${path} ${posted.currency}${held}`, Number(posted.minor)];
    }),
  );
}

async function authorize(wish: Wish): Promise<string> {
  const answer = await answerTo(world.bank, authorizationRequest(wish));
  expect(answer?.fields[39]).toBe('00');
  return answer?.fields[38] ?? '';
}

function present(change: Partial<Presentment> & { arn: string; rrn: string }): Presentment {
  const amount = change.amount ?? money(bam, 100_00);
  return {
    sequence: 1,
    pan: unwrap(Pan.parse(hana.pan)),
    amount,
    isCredit: false,
    capturedAt: monday,
    authorizationCode: 'A1B2C3',
    acquirerId: '400070',
    acquirerCountry: '070',
    mid: 'DIVA00000000001',
    tid: 'DIVA0001',
    mcc: '5977',
    merchantName: 'Diva shop',
    merchantCity: 'Sarajevo',
    merchantCountry: 'BA',
    entryMode: '812',
    fees: { interchange: money(amount.currency, (amount.minor * 12n) / 1000n) },
    ...change,
  };
}

function fileOf(fileId: string, items: readonly Presentment[]): string {
  return buildPresentmentFile({
    header: {
      fileId,
      sender: '99900',
      receiver: '500000',
      businessDate: '2026-11-23',
      createdAt: monday,
    },
    items: items.map((item, index) => ({ ...item, sequence: index + 1 })),
  });
}

async function take(text: string): Promise<string[]> {
  const answer = unwrap(parseAcceptanceFile(unwrap(await takeClearingFile(world.bank, text))));
  return answer.items.map(({ decision }) =>
    decision.outcome === 'accepted' ? 'accepted' : decision.reason,
  );
}

const arn = (number: number) => String(number).padStart(23, '0');

test('a presentment turns the hold into a debit, and the claim is net of interchange', async () => {
  await authorize({ rrn: '632700000001', stan: '000001' });
  const before = await book();
  expect(before['customer:hana-current BAM held 10000']).toBe(500_00);
  const text = fileOf('F1', [present({ arn: arn(1), rrn: '632700000001' })]);
  expect(await take(text)).toEqual(['accepted']);
  const after = await book();
  expect(after['customer:hana-current BAM']).toBe(400_00);
  expect(after['network:payable BAM']).toBe(98_80);
  expect(after['income:interchange BAM']).toBe(1_20);
  expect(after['cards:due BAM']).toBeUndefined();
});

test('the same file again, and the same item in another file, change nothing', async () => {
  const before = await book();
  const item = present({ arn: arn(1), rrn: '632700000001' });
  expect(await take(fileOf('F1', [item]))).toEqual(['accepted']);
  expect(await take(fileOf('F2', [item]))).toEqual(['accepted']);
  expect(await book()).toEqual(before);
  const other = present({ arn: arn(9), rrn: '632700000001' });
  expect(await takeClearingFile(world.bank, fileOf('F1', [other]))).toMatchObject({
    ok: false,
    error: { code: 'file_id_reused' },
  });
});

test('a part of the authorized amount is booked, the rest is released', async () => {
  await authorize({ rrn: '632700000002', stan: '000002' });
  const item = present({ arn: arn(2), rrn: '632700000002', amount: money(bam, 60_00) });
  expect(await take(fileOf('F3', [item]))).toEqual(['accepted']);
  expect((await book())['customer:hana-current BAM']).toBe(340_00);
});

test('a purchase in euros is debited as it was announced, with the fee apart', async () => {
  await authorize({ rrn: '632700000003', stan: '000003', currency: '978', minor: 50_00 });
  const item = present({ arn: arn(3), rrn: '632700000003', amount: money(eur, 50_00) });
  expect(await take(fileOf('F4', [item]))).toEqual(['accepted']);
  const after = await book();
  expect(after['customer:hana-current BAM']).toBe(340_00 - 99_75);
  expect(after['income:conversion-fee BAM']).toBe(1_96);
  expect(after['position:conversion BAM']).toBe(97_79);
  expect(after['position:conversion EUR']).toBe(-50_00);
  expect(after['network:payable EUR']).toBe(49_40);
  expect(after['income:interchange EUR']).toBe(60);
});

test('more than was authorized, or nothing authorized at all, is booked all the same', async () => {
  await authorize({ rrn: '632700000004', stan: '000004', minor: 10_00 });
  const items = [
    present({ arn: arn(4), rrn: '632700000004', amount: money(bam, 12_00) }),
    present({ arn: arn(5), rrn: '632700000005', amount: money(bam, 300_00) }),
    present({ arn: arn(6), rrn: '632700000006', pan: unwrap(Pan.parse('4000000700000021')) }),
  ];
  expect(await take(fileOf('F5', items))).toEqual(['accepted', 'accepted', 'unknown card']);
  const after = await book();
  expect(after['customer:hana-current BAM']).toBeUndefined();
  expect(after['overdrawn:hana-current BAM']).toBe(71_75);
});

test('a refund pays the cardholder, the debt beyond the credit line first', async () => {
  const item = present({
    arn: arn(7),
    rrn: '632700000007',
    originalRrn: '632700000001',
    isCredit: true,
    fees: { interchange: money(bam, -1_20) },
  });
  expect(await take(fileOf('F6', [item]))).toEqual(['accepted']);
  const after = await book();
  expect(after['overdrawn:hana-current BAM']).toBeUndefined();
  expect(after['customer:hana-current BAM']).toBe(28_25);
});

test('the settlement of the net is booked once', async () => {
  const before = (await book())['network:payable BAM'] ?? 0;
  const text = writeCamt054({
    messageId: 'N1',
    createdAtMs: instant(monday),
    notifications: [
      {
        id: 'N1-BAM',
        account: 'PLAVA/BAM',
        entries: [
          {
            reference: 'mov_1',
            amount: money(bam, before),
            side: 'debit',
            bookedOn: '2026-11-24',
            kind: 'NETSETTLEMENT',
            messageId: 'MOZAIK-1',
          },
          {
            reference: 'mov_2',
            amount: money(bam, 5),
            side: 'credit',
            bookedOn: '2026-11-24',
            kind: 'CREDITTRANSFER',
          },
        ],
      },
    ],
  });
  expect(await takeNotification(world.bank, text)).toEqual({ ok: true, value: 1 });
  expect(await takeNotification(world.bank, text)).toEqual({ ok: true, value: 0 });
  const after = await book();
  expect(after['network:payable BAM']).toBeUndefined();
  expect(after['central-bank:reserve BAM']).toBe(10_000_00 - before);
});

function transfer(change: {
  id: string;
  iban?: string;
  amount?: ReturnType<typeof money>;
}): string {
  return writePacs008({
    messageId: `M-${change.id}`,
    createdAtMs: instant(monday),
    settledOn: '2026-11-24',
    transfers: [
      {
        endToEndId: 'PAYOUT-1',
        transactionId: change.id,
        amount: change.amount ?? money(bam, 97_00),
        debtor: { name: 'Zelena banka', account: 'ZELENA/BAM' },
        debtorAgent: 'ZELENA',
        creditor: { name: 'Hana', account: change.iban ?? 'BA391290079401028494' },
        creditorAgent: 'PLAVA',
        remittance: 'Payout of 24 November',
      },
    ],
  });
}

test('a credit transfer is credited once; a new currency opens a balance; a stranger’s goes back', async () => {
  const { bank } = world;
  expect((await takeCreditTransfers(bank, transfer({ id: 'T1' }))).ok).toBe(true);
  expect((await takeCreditTransfers(bank, transfer({ id: 'T1' }))).ok).toBe(true);
  expect((await book())['customer:hana-current BAM']).toBe(125_25);
  const euros = transfer({ id: 'T2', amount: money(eur, 10_00) });
  expect((await takeCreditTransfers(bank, euros)).ok).toBe(true);
  expect((await book())['customer:hana-current EUR']).toBe(10_00);
  const stranger = transfer({ id: 'T3', iban: 'BA391290079401028400' });
  expect((await takeCreditTransfers(bank, stranger)).ok).toBe(true);
  expect((await takeCreditTransfers(bank, stranger)).ok).toBe(true);
  expect((await book())['clearing-house:returns BAM']).toBe(97_00);
  expect(await takeCreditTransfers(bank, '<a/>')).toMatchObject({ ok: false });
});

test('a file that is damaged is refused whole', async () => {
  const text = fileOf('F9', [present({ arn: arn(8), rrn: '632700000008' })]);
  expect(await takeClearingFile(world.bank, text.replace('F9', 'F8'))).toMatchObject({
    ok: false,
    error: { code: 'not_readable' },
  });
});

test('the book balances after all of it', async () => {
  expect(await prove(world.bank.db)).toMatchObject({ ok: true, findings: [] });
});
