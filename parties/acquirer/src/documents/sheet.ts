// A printed document: titles, facts, and tables whose header stands on every page. Knows paper and
// type, and no word of what is printed. Everything is held in memory, so callers bound their tables.

import PDFDocument from 'pdfkit';
import type { Fonts } from './fonts.ts';

export type SheetOptions = {
  readonly title: string;
  readonly author: string;
  readonly lang: string;
  readonly madeAtMs: number;
  readonly fonts: Fonts;
  readonly layout: 'portrait' | 'landscape';
  /** At the foot of each page. */
  readonly foot: (page: number, pages: number) => string;
};

export type SheetColumn<Row> = {
  readonly header: string;
  /** Columns share the width in these proportions. */
  readonly share: number;
  readonly cell: (row: Row) => string;
  readonly numeric?: boolean;
};

export type SheetTable<Row> = {
  /** Asked for with every new page. */
  begin(): void;
  row(row: Row, look?: 'plain' | 'total'): void;
};

export type Sheet = {
  title(text: string, lead: string): void;
  /** Side by side, as the parties of an invoice are. */
  blocks(blocks: readonly { readonly term: string; readonly lines: readonly string[] }[]): void;
  facts(facts: readonly { readonly term: string; readonly value: string }[]): void;
  note(text: string): void;
  table<Row>(columns: readonly SheetColumn<Row>[], size?: number): SheetTable<Row>;
  finish(): Promise<Buffer>;
};

const margin = 40;
const ink = '#1b1f23';
const faint = '#5b6470';
const rule = '#c9ced6';

type Pdf = PDFKit.PDFDocument;

export function openSheet(options: SheetOptions): Sheet {
  const { fonts, layout, title, author, lang, madeAtMs } = options;
  const pdf: Pdf = new PDFDocument({
    ...{ size: 'A4', layout, margin, bufferPages: true, lang, displayTitle: true },
    pdfVersion: '1.7',
    info: { Title: title, Author: author, CreationDate: new Date(madeAtMs) },
    // Otherwise the document begins with a font that every reader has to bring along.
    font: '',
  });
  pdf.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  pdf.font('regular').fillColor(ink);
  const bytes = collect(pdf);
  const inner = pdf.page.width - 2 * margin;
  return {
    title(text, lead) {
      pdf.font('bold').fontSize(18).text(text, margin, pdf.y, { width: inner });
      pdf.font('regular').fontSize(10).fillColor(faint).text(lead).fillColor(ink);
      pdf.y += 12;
    },
    blocks(blocks) {
      const width = inner / blocks.length;
      const top = pdf.y;
      const bottoms = blocks.map(({ term, lines }, index) => {
        const x = margin + index * width;
        pdf.font('regular').fontSize(8).fillColor(faint).text(term, x, top, { width });
        pdf.font('bold').fontSize(10).fillColor(ink);
        for (const line of lines) {
          pdf.text(line, x, pdf.y, { width: width - 12 }).font('regular');
        }
        return pdf.y;
      });
      pdf.y = Math.max(...bottoms) + 14;
    },
    facts(facts) {
      pdf.fontSize(10);
      for (const { term, value } of facts) {
        const top = pdf.y;
        pdf.font('regular').fillColor(faint).text(term, margin, top, { width: 180 });
        const left = pdf.y;
        pdf
          .font('bold')
          .fillColor(ink)
          .text(value, margin + 190, top, { width: inner - 190 });
        pdf.y = Math.max(left, pdf.y) + 2;
      }
      pdf.font('regular');
      pdf.y += 12;
    },
    note(text) {
      pdf.y += 4;
      pdf.font('regular').fontSize(9).fillColor(faint);
      pdf.text(text, margin, pdf.y, { width: inner }).fillColor(ink);
      pdf.y += 10;
    },
    table: (columns, size = 9) => tableOn(pdf, columns, size),
    finish() {
      const { count } = pdf.bufferedPageRange();
      for (let page = 0; page < count; page += 1) {
        pdf.switchToPage(page);
        // Below the margin a text would begin a page of its own.
        pdf.page.margins.bottom = 0;
        const at = pdf.page.height - margin + 10;
        const foot = { width: inner, align: 'center', lineBreak: false } as const;
        pdf.font('regular').fontSize(8).fillColor(faint);
        pdf.text(options.foot(page + 1, count), margin, at, foot);
      }
      pdf.end();
      return bytes;
    },
  };
}

function tableOn<Row>(
  pdf: Pdf,
  columns: readonly SheetColumn<Row>[],
  size: number,
): SheetTable<Row> {
  const inner = pdf.page.width - 2 * margin;
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const line = size + 6;
  const put = (cells: readonly string[]) => {
    const top = pdf.y;
    let x = margin;
    columns.forEach(({ share, numeric = false }, index) => {
      const width = (inner * share) / shares;
      const align = numeric ? 'right' : 'left';
      const cell = {
        width: width - 6,
        height: line,
        align,
        lineBreak: false,
        ellipsis: true,
      } as const;
      pdf.text(cells[index] ?? '', x + 3, top, cell);
      x += width;
    });
    pdf.y = top + line;
  };
  const underline = (colour: string) => {
    const y = pdf.y - 3;
    pdf
      .moveTo(margin, y)
      .lineTo(margin + inner, y)
      .lineWidth(0.5)
      .strokeColor(colour)
      .stroke();
  };
  const begin = () => {
    pdf.font('bold').fontSize(size).fillColor(faint);
    put(columns.map(({ header }) => header));
    underline(ink);
    pdf.fillColor(ink);
  };
  return {
    begin,
    row(row, look = 'plain') {
      if (pdf.y + line > pdf.page.height - margin) {
        pdf.addPage();
        begin();
      }
      pdf.font(look === 'total' ? 'bold' : 'regular').fontSize(size);
      put(columns.map(({ cell }) => cell(row)));
      underline(rule);
    },
  };
}

function collect(pdf: Pdf): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
