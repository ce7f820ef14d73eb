// The whole life of a dispute between the banks: drawn, and in words with what each side showed, until
// when it had to be answered, and who paid what for it.

import { type Money, money } from '@kassa/money';
import { Amount, Card, Stack, Table, When } from '@kassa/pages';
import { maskPansIn } from '@kassa/secret';
import type { Dispute } from '../../disputes/dispute.ts';
import type { LifeStep } from '../../disputes/life.ts';
import { LifeChart } from './life-chart.tsx';
import { sentenceOf } from './life-words.ts';

export function LifeCard({
  dispute,
  nowMs,
}: {
  readonly dispute: Dispute;
  readonly nowMs: number;
}) {
  const { life } = dispute;
  if (life.length === 0) return null;
  const rows = life.map((step, index) => ({ step, number: index + 1 }));
  return (
    <Card title="Between the banks">
      <Stack>
        <LifeChart steps={life} nowMs={nowMs} />
        <Table
          caption="Step by step"
          quietCaption
          rows={rows}
          rowKey={({ step }) => step.kind}
          columns={[
            { header: 'No.', numeric: true, cell: ({ number }) => String(number) },
            { header: 'What', isHeader: true, cell: ({ step }) => sentenceOf(step) },
            { header: 'When', cell: ({ step }) => <When at={step.atMs} /> },
            { header: 'Shown and said', cell: ({ step }) => saidIn(step) },
            {
              header: 'To be answered until',
              cell: ({ step }) => (step.dueAtMs === null ? '–' : <When at={step.dueAtMs} />),
            },
            { header: 'Fee', cell: ({ step }) => <Fee dispute={dispute} step={step} /> },
          ]}
        />
      </Stack>
    </Card>
  );
}

/** A card number that somebody wrote into a text is masked. */
function saidIn({ documents, text }: LifeStep): string {
  const shown = documents.map((one) => one.replaceAll('_', ' ')).join(', ');
  return [shown, maskPansIn(text)].filter(Boolean).join(' · ') || '–';
}

function Fee({ dispute, step }: { readonly dispute: Dispute; readonly step: LifeStep }) {
  const paid = feeOf(dispute, step);
  if (paid === undefined) return <>–</>;
  return (
    <>
      <Amount of={paid.amount} /> <span className="soft small">{paid.by}</span>
    </>
  );
}

type Paid = { readonly amount: Money; readonly by: string };

/** Who paid whom, as far as the acquirer tells. */
export function feeOf(dispute: Dispute, { kind, networkFeeMinor }: LifeStep): Paid | undefined {
  const { currency } = dispute.amount;
  if (kind === 'charged_back' && dispute.feeMinor > 0n) {
    return { amount: money(currency, dispute.feeMinor), by: 'the shop, to its bank' };
  }
  const minor = BigInt(networkFeeMinor ?? 0);
  if (minor > 0n) {
    const isPassedOn = dispute.arbitrationFeeMinor > 0n;
    const by = isPassedOn ? 'the shop, to the network' : 'the shop’s bank, to the network';
    return { amount: money(currency, minor), by };
  }
  return kind === 'ruled'
    ? { amount: money(currency, 0), by: 'the cardholder’s bank lost, and pays' }
    : undefined;
}
