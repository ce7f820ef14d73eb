// The months in which a merchant was charged, and each month's invoice once it is over.

import {
  LanguageSwitch,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  type Theme,
} from '@kassa/pages';
import { figuresIn } from '../documents/figures.ts';
import { numberOf } from '../invoices/invoice.ts';
import type { MonthList } from '../invoices/list-months.ts';
import { isOver, nameOf } from '../invoices/month.ts';
import type { Charged } from '../invoices/store.ts';
import type { Contract } from '../merchants/contract.ts';
import { Pager } from './pager.tsx';
import { type Lang, texts } from './texts.ts';

export type InvoicesFacts = {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: { readonly name: string; readonly zone: string };
  readonly contract: Contract;
  readonly list: MonthList;
  readonly isFirst: boolean;
  readonly nowMs: number;
};

export function invoicesPage(facts: InvoicesFacts): string {
  const { lang, look, bank, contract, list, isFirst } = facts;
  const t = texts(lang);
  const here = `/statement/${contract.mid}/invoices`;
  return renderPage({
    title: t('invoices'),
    lang,
    theme: look,
    zone: contract.zone,
    body: (
      <Shell
        nav={[{ href: `/statement/${contract.mid}`, label: t('statement') }]}
        side={<LanguageSwitch languages={texts.languages} here={here} />}
        footer={<p>{t('footer', { bank: bank.name })}</p>}
      >
        <Stack gap="l">
          <PageTitle eyebrow={contract.name} lead={t('invoicesLead')}>
            {t('invoices')}
          </PageTitle>
          <Table
            caption={t('months')}
            rows={list.months}
            rowKey={({ month, currency }) => `${month} ${currency}`}
            empty={t('noInvoices')}
            columns={[
              {
                header: t('month'),
                cell: ({ month, currency }) => figuresIn(lang, currency).month(month),
                isHeader: true,
              },
              { header: t('currency'), cell: ({ currency }) => currency },
              {
                header: t('invoiceNumber'),
                cell: ({ given }) => (given === null ? '–' : numberOf(given)),
              },
              { header: t('document'), cell: (row) => <Files row={row} here={here} {...facts} /> },
            ]}
          />
          <Pager
            path={here}
            next={list.hasOlder ? `before=${nameOf(list.older)}` : undefined}
            isFirst={isFirst}
            words={{ first: t('newestMonths'), next: t('olderMonths') }}
          />
        </Stack>
      </Shell>
    ),
  });
}

type FilesOf = Pick<InvoicesFacts, 'lang' | 'bank' | 'nowMs'> & {
  readonly row: Charged;
  readonly here: string;
};

function Files({ row: { month, currency }, here, lang, bank, nowMs }: FilesOf) {
  const t = texts(lang);
  if (!isOver(month, bank.zone, nowMs)) return <Status tone="info">{t('monthRuns')}</Status>;
  const address = `${here}/${nameOf(month)}-${currency}`;
  return (
    <Row>
      <a href={`${address}.pdf`}>{t('invoicePdf')}</a>
      <a href={`${address}.csv`}>{t('invoiceCsv')}</a>
    </Row>
  );
}
