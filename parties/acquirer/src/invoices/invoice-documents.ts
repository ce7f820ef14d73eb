// An invoice as a file: for people on paper, for accounting programs as lines.

import type { Readable } from 'node:stream';
import { csvWriter } from '../documents/csv.ts';
import { figuresIn } from '../documents/figures.ts';
import type { Fonts } from '../documents/fonts.ts';
import { openSheet } from '../documents/sheet.ts';
import { documentTexts } from '../documents/texts.ts';
import type { Lang } from '../pages/texts.ts';
import { type Invoice, type InvoiceLine, type LineKind, numberOf, totalOf } from './invoice.ts';
import { nameOf } from './month.ts';

const columns = [
  ...['number', 'issued_on', 'month', 'issuer', 'receiver', 'merchant_number', 'fee', 'items'],
  ...['currency', 'amount'],
];

export function invoiceCsv(invoice: Invoice): Readable {
  const { issuedOn, issuer, receiver, mid, currency, month } = invoice;
  const csv = csvWriter(columns, currency);
  for (const { kind, items, amount } of invoice.lines) {
    const names = [issuer.name, receiver.holder, mid];
    const line = [kind, items, currency, amount.minor];
    csv.write([numberOf(invoice), issuedOn, nameOf(month), ...names, ...line]);
  }
  csv.end();
  return csv;
}

export function invoicePdf(invoice: Invoice, lang: Lang, fonts: Fonts): Promise<Buffer> {
  const { issuer, receiver, mid, currency, lines } = invoice;
  const t = documentTexts(lang);
  const figures = figuresIn(lang, currency);
  const what = t('invoiceNumber', { number: numberOf(invoice) });
  const sheet = openSheet({
    ...{ title: what, author: issuer.name, lang, fonts, layout: 'portrait' },
    madeAtMs: invoice.issuedAtMs,
    foot: (page, pages) => t('foot', { bank: issuer.name, what, page, pages }),
  });
  sheet.title(what, `${t('invoiceTitle')}, ${figures.month(invoice.month)}`);
  const address = `${receiver.name}, ${receiver.city}, ${receiver.country}`;
  sheet.blocks([
    { term: t('issuer'), lines: [issuer.name, t('institution', { id: issuer.institution })] },
    { term: t('receiver'), lines: [receiver.holder, address, t('merchantNumber', { mid })] },
  ]);
  sheet.facts([
    { term: t('month'), value: figures.month(invoice.month) },
    { term: t('issuedOn'), value: figures.date(invoice.issuedOn) },
  ]);
  const table = sheet.table<Omit<InvoiceLine, 'kind'> & { readonly name: string }>([
    { header: t('line'), share: 60, cell: ({ name }) => name },
    {
      header: t('count'),
      share: 15,
      numeric: true,
      cell: ({ items }) => (items === 0 ? '' : figures.count(items)),
    },
    {
      header: t('amount', { currency }),
      share: 25,
      numeric: true,
      cell: ({ amount }) => figures.amount(amount),
    },
  ]);
  table.begin();
  for (const line of lines) table.row({ ...line, name: nameOfLine(line.kind, invoice, lang) });
  table.row({ name: t('total'), items: 0, amount: totalOf(lines, currency) }, 'total');
  sheet.note(t('settledNote'));
  return sheet.finish();
}

function nameOfLine(kind: LineKind, { issuer }: Invoice, lang: Lang): string {
  const t = documentTexts(lang);
  const names: Readonly<Record<LineKind, string>> = {
    interchange: t('lineInterchange'),
    scheme_fee: t('lineSchemeFee'),
    margin: t('lineMargin', { bank: issuer.name }),
    dispute_fee: t('lineDisputeFee'),
    rejected: t('lineRejected'),
  };
  return names[kind];
}

/** `invoice-2026-000017.pdf` */
export function invoiceFile(invoice: Invoice, kind: 'csv' | 'pdf'): string {
  return `invoice-${numberOf(invoice)}.${kind}`;
}
