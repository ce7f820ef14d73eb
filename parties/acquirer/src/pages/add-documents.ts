// Serves what merchants take home: the report of a payout, the list of months, a month's invoice.

import { type HttpApp, parseInput, RequestError } from '@kassa/http';
import { type Currency, currencyOf } from '@kassa/money';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Fonts, readFonts } from '../documents/fonts.ts';
import { invoiceOf } from '../invoices/give-invoice.ts';
import type { InvoiceRefusal } from '../invoices/invoice.ts';
import { invoiceCsv, invoiceFile, invoicePdf } from '../invoices/invoice-documents.ts';
import { listMonths } from '../invoices/list-months.ts';
import { type Month, monthOf } from '../invoices/month.ts';
import { type SettlementRefusal, settlementFile, settlementOf } from '../payouts/settlement.ts';
import { settlementCsv } from '../payouts/settlement-csv.ts';
import { settlementPdf } from '../payouts/settlement-pdf.ts';
import { findPayout } from '../payouts/store.ts';
import type { Ports } from '../ports.ts';
import { invoicesPage } from './invoices-page.tsx';
import { askWho, contractFor, type Door, html, languageOf } from './who.ts';

const kinds = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' } as const;
type FileKind = keyof typeof kinds;

export function addDocuments(app: HttpApp, door: Door & Ports): void {
  const { db, bank, clock } = door;
  let fonts: Fonts | undefined;
  const fontsOnce = () => {
    fonts ??= readFonts();
    return fonts;
  };
  for (const kind of ['csv', 'pdf'] as const) {
    app.get<{ Params: { mid: string; id: string } }>(
      `/statement/:mid/:id/report.${kind}`,
      async (request, reply) => {
        const contract = contractFor(door, request, request.params.mid);
        if (!contract) return askWho(door, request, reply);
        const payout = await findPayout(db, request.params.id);
        if (payout?.mid !== contract.mid) throw nothingHere('payout of this merchant');
        const totals = await settlementOf(db, payout);
        if (!totals.ok) throw noReport(totals.error);
        named(reply, settlementFile(payout, kind), kind);
        if (kind === 'csv') return reply.send(settlementCsv(db, payout, contract.zone));
        const lang = languageOf(request, reply);
        const print = { bank, contract, payout, totals: totals.value, lang, fonts: fontsOnce() };
        return reply.send(await settlementPdf(db, print));
      },
    );
  }
  app.get<{ Params: { mid: string } }>('/statement/:mid/invoices', async (request, reply) => {
    const contract = contractFor(door, request, request.params.mid);
    if (!contract) return askWho(door, request, reply);
    const { before } = parseInput(monthsQuery, request.query);
    const nowMs = clock.nowMs();
    const list = await listMonths(db, contract.mid, { before, zone: bank.zone, nowMs });
    const lang = languageOf(request, reply);
    const facts = { lang, look: door.look, bank, contract, list, nowMs };
    return html(reply, invoicesPage({ ...facts, isFirst: before === undefined }));
  });
  app.get<{ Params: { mid: string; file: string } }>(
    '/statement/:mid/invoices/:file',
    async (request, reply) => {
      const contract = contractFor(door, request, request.params.mid);
      if (!contract) return askWho(door, request, reply);
      const wanted = readFileName(request.params.file);
      if (!wanted) throw nothingHere('invoice: ask for one as 2026-10-BAM.pdf or .csv');
      const { kind, ...of } = wanted;
      const invoice = await invoiceOf(door, { contract, ...of });
      if (!invoice.ok) throw noInvoice(invoice.error);
      named(reply, invoiceFile(invoice.value, kind), kind);
      if (kind === 'csv') return reply.send(invoiceCsv(invoice.value));
      return reply.send(await invoicePdf(invoice.value, languageOf(request, reply), fontsOnce()));
    },
  );
}

const monthsQuery = z.object({
  before: z
    .string()
    .transform(monthOf)
    .refine((month) => month !== undefined, 'a month 2026-10')
    .optional(),
});

type WantedFile = { readonly month: Month; readonly currency: Currency; readonly kind: FileKind };

function readFileName(name: string): WantedFile | undefined {
  const match = /^(\d{4}-\d{2})-([A-Z]{3})\.(csv|pdf)$/.exec(name);
  const month = monthOf(match?.[1] ?? '');
  const currency = currencyOf(match?.[2] ?? '');
  if (!match || !month || !currency.ok) return undefined;
  return { month, currency: currency.value, kind: match[3] === 'csv' ? 'csv' : 'pdf' };
}

/** File names are ASCII, from ids and dates alone: they need no quoting of their own. */
function named(reply: FastifyReply, name: string, kind: FileKind): void {
  reply.type(kinds[kind]).header('content-disposition', `attachment; filename="${name}"`);
}

function nothingHere(what: string): RequestError {
  return new RequestError(404, 'not_found', `There is no such ${what}.`);
}

const reportRefusals: Readonly<Record<SettlementRefusal['code'], string>> = {
  came_back: 'The money of this payout came back: its items are in a later payout. See its report.',
  instructed: 'This payout is a part of what was at your disposal: it has no items of its own.',
};

function noReport({ code }: SettlementRefusal): RequestError {
  return new RequestError(409, code, reportRefusals[code]);
}

function noInvoice(refusal: InvoiceRefusal): RequestError {
  switch (refusal.code) {
    case 'month_not_over':
      return new RequestError(409, refusal.code, 'This month is not over: its invoice comes then.');
    case 'items_waiting': {
      const waits = `${refusal.items} sales or refunds of this month wait for the card network`;
      return new RequestError(409, refusal.code, `${waits}: try again after the next cut-off.`);
    }
    case 'nothing_charged':
      return new RequestError(404, refusal.code, 'Nothing was charged in this month.');
  }
}
