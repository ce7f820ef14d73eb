// The same on paper: names, period and totals first, then the items. A long list is for programs: of
// more than `printedMax` items only the totals are printed, with the name of the CSV.

import type { Queries } from '@kassa/database';
import { add, format, isZero, money, negate } from '@kassa/money';
import { localeOf } from '@kassa/pages';
import { dateIn } from '@kassa/time';
import { grossOf, type Item, netOf, partsOf } from '../captures/item.ts';
import { type ItemTotals, portionsOfPayout } from '../captures/store.ts';
import { type Figures, figuresIn } from '../documents/figures.ts';
import type { Fonts } from '../documents/fonts.ts';
import { openSheet, type Sheet, type SheetColumn } from '../documents/sheet.ts';
import { documentTexts } from '../documents/texts.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Lang } from '../pages/texts.ts';
import type { BankFacts } from '../ports.ts';
import { movementsOfPayout } from '../reserves/store.ts';
import type { Payout } from './payout.ts';
import { assertAddsUp, paidOf, type SettlementTotals, settlementFile } from './settlement.ts';
import { daysOfPayout } from './store.ts';

export const printedMax = 1_000;
/** Between two portions others have their turn: printing is work for the one thread of the bank. */
const portion = 50;

export type SettlementPrint = {
  readonly bank: BankFacts;
  readonly contract: Contract;
  readonly payout: Payout;
  readonly totals: SettlementTotals;
  readonly lang: Lang;
  readonly fonts: Fonts;
};

export async function settlementPdf(db: Queries, print: SettlementPrint): Promise<Buffer> {
  const { bank, contract, payout, totals, lang, fonts } = print;
  const t = documentTexts(lang);
  const figures = figuresIn(lang, payout.amount.currency);
  const what = `${t('settlementTitle')} ${payout.id}`;
  const sheet = openSheet({
    ...{ title: what, author: bank.name, lang, fonts, layout: 'landscape' },
    madeAtMs: payout.createdAtMs,
    foot: (page, pages) => t('foot', { bank: bank.name, what, page, pages }),
  });
  sheet.title(t('settlementTitle'), `${bank.name} – ${contract.holder}`);
  sheet.blocks([
    { term: t('issuer'), lines: [bank.name, t('institution', { id: bank.institutionId })] },
    {
      term: t('merchant'),
      lines: [
        contract.holder,
        `${contract.name}, ${contract.city}, ${contract.country}`,
        t('merchantNumber', { mid: contract.mid }),
      ],
    },
  ]);
  const days = await daysOfPayout(db, payout.id, contract.zone);
  sheet.facts(factsOf(print, figures, days));
  for (const { kind, amount, releaseOn } of await movementsOfPayout(db, payout.id)) {
    const words = { amount: figures.amount(amount), on: figures.date(releaseOn) };
    sheet.note(t(kind === 'hold' ? 'heldNote' : 'releasedNote', words));
  }
  sheet.note(t('partsNote'));
  if (totals.items > printedMax) {
    const file = settlementFile(payout, 'csv');
    sheet.note(t('tooMany', { count: figures.count(totals.items), file }));
  } else {
    await printItems(db, print, { sheet, figures });
  }
  return sheet.finish();
}

type Days = { readonly first: `${number}-${number}-${number}`; readonly last: Days['first'] };

function factsOf(
  { payout, totals, lang }: SettlementPrint,
  figures: Figures,
  days: Days | undefined,
) {
  const t = documentTexts(lang);
  const value = (amount: Payout['amount']) => format(amount, localeOf(lang)).replace('-', '\u2212');
  return [
    { term: t('payout'), value: payout.id },
    { term: t('account'), value: payout.iban },
    { term: t('state'), value: t(payout.state) },
    { term: t('valueDate'), value: figures.date(payout.valueOn) },
    ...(days
      ? [{ term: t('period'), value: `${figures.date(days.first)} – ${figures.date(days.last)}` }]
      : []),
    { term: t('items'), value: figures.count(totals.items) },
    { term: t('grossOnly'), value: value(totals.gross) },
    { term: t('interchange'), value: value(totals.interchange) },
    { term: t('schemeFee'), value: value(totals.schemeFee) },
    { term: t('margin'), value: value(totals.margin) },
    { term: t('fee'), value: value(totals.fee) },
    ...(isZero(totals.held) ? [] : [{ term: t('held'), value: value(negate(totals.held)) }]),
    ...(isZero(totals.released) ? [] : [{ term: t('released'), value: value(totals.released) }]),
    { term: t('paidOut'), value: value(payout.amount) },
  ];
}

type On = { readonly sheet: Sheet; readonly figures: Figures };

async function printItems(db: Queries, print: SettlementPrint, on: On): Promise<void> {
  const { payout, totals } = print;
  const table = on.sheet.table(columnsOf(print, on.figures), 7.5);
  table.begin();
  let net = money(payout.amount.currency, 0);
  for await (const items of portionsOfPayout(db, payout.id, portion)) {
    for (const item of items) {
      net = add(net, netOf(item));
      table.row(lineOf(item, print));
    }
  }
  // The payout may have come back since its totals were read.
  assertAddsUp(payout, paidOf({ ...totals, net }));
  const { gross, fee, interchange, schemeFee, margin } = totals;
  const words = {
    date: documentTexts(print.lang)('total'),
    kind: '',
    rrn: '',
    arn: '',
    valueOn: '',
  };
  table.row({ ...words, gross, fee, net, interchange, schemeFee, margin }, 'total');
}

type Line = Omit<ItemTotals, 'items'> &
  Readonly<Record<'date' | 'kind' | 'rrn' | 'arn' | 'valueOn', string>>;

function lineOf(item: Item, { contract, lang }: SettlementPrint): Line {
  return {
    date: dateIn(item.capturedAtMs, contract.zone),
    kind: documentTexts(lang)(item.kind),
    rrn: item.rrn,
    arn: item.arn ?? '',
    gross: grossOf(item),
    fee: item.fee,
    net: netOf(item),
    ...partsOf(item),
    valueOn: item.valueOn ?? '',
  };
}

function columnsOf({ lang, payout }: SettlementPrint, { amount }: Figures): SheetColumn<Line>[] {
  const t = documentTexts(lang);
  const { currency } = payout.amount;
  return [
    { header: t('date'), share: 9, cell: ({ date }) => date },
    { header: t('kind'), share: 10, cell: ({ kind }) => kind },
    { header: t('rrn'), share: 11, cell: ({ rrn }) => rrn },
    { header: t('arn'), share: 19, cell: ({ arn }) => arn },
    ...numbers<Line>([
      [t('gross', { currency }), 12, ({ gross }) => amount(gross)],
      [t('fee'), 10, ({ fee }) => amount(fee)],
      [t('interchange'), 11, ({ interchange }) => amount(interchange)],
      [t('schemeFee'), 10, ({ schemeFee }) => amount(schemeFee)],
      [t('margin'), 10, ({ margin }) => amount(margin)],
      [t('net'), 12, ({ net }) => amount(net)],
    ]),
    { header: t('valueDate'), share: 10, cell: ({ valueOn }) => valueOn, numeric: true },
  ];
}

type NumberColumn<Row> = readonly [header: string, share: number, cell: (row: Row) => string];

function numbers<Row>(columns: readonly NumberColumn<Row>[]): SheetColumn<Row>[] {
  return columns.map(([header, share, cell]) => ({ header, share, cell, numeric: true }));
}
