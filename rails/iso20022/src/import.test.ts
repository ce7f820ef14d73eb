// Statements in the dress of other banks: our own, dressed up; and what is refused.

import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { instant } from '@kassa/time';
import { describe, expect, test } from 'vitest';
import {
  type AccountEntry,
  checkBalances,
  importStatements,
  writeCamt053,
  xmlText,
} from './index.ts';

const bam = unwrap(currencyOf('BAM'));
const entry = (reference: string, minor: number, side: AccountEntry['side']): AccountEntry => ({
  ...{ reference, amount: money(bam, minor), side, bookedOn: '2026-11-24', kind: 'PAYOUT' },
  ...{ endToEndId: `E2E-${reference}`, counterparty: 'Zelena banka', remittance: 'po_1' },
});
const plain = writeCamt053({
  messageId: 'KLIR-1',
  createdAtMs: instant(1_795_000_000_000),
  statements: [
    {
      ...{ id: 'S-1', account: 'BA391290079401028494', currency: bam, owner: 'Diva shop' },
      ...{ date: '2026-11-24', opening: money(bam, 1_000), closing: money(bam, 10_450) },
      entries: [entry('N1', 9_700, 'credit'), entry('N2', 250, 'debit')],
    },
  ],
});
const body = plain.slice(plain.indexOf('<Document'));
const prefixed = body.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1ns2:').replace('xmlns=', 'xmlns:ns2=');
const header =
  '<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><BizMsgIdr>1</BizMsgIdr></AppHdr>';
const bare = (text: string) => text.replace(/ xmlns(:ns2)?="[^"]*"/, '');
const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

describe('a statement', () => {
  const wanted = unwrap(importStatements(plain));

  test('is loaded with all that matching needs', () => {
    const [statement] = wanted.statements;
    expect(statement).toEqual({
      ...{ id: 'S-1', account: 'BA391290079401028494', currency: 'BAM', owner: 'Diva shop' },
      balances: [
        { code: 'OPBD', amount: money(bam, 1_000), on: '2026-11-24' },
        { code: 'CLBD', amount: money(bam, 10_450), on: '2026-11-24' },
      ],
      entries: [
        {
          ...{ amount: money(bam, 9_700), side: 'credit', isReversal: false, status: 'booked' },
          ...{ bookedOn: '2026-11-24', reference: 'N1', kind: 'PAYOUT', charges: [] },
          transactions: [
            {
              ...{ references: { endToEndId: 'E2E-N1' }, amount: money(bam, 9_700) },
              ...{ side: 'credit', charges: [], creditorReferences: [] },
              ...{ debtor: { name: 'Zelena banka' }, remittance: 'po_1' },
            },
          ],
        },
        expect.objectContaining({ side: 'debit', reference: 'N2' }),
      ],
    });
    expect(statement && checkBalances(statement)).toEqual({
      ...{ opening: money(bam, 1_000), booked: money(bam, 9_450) },
      ...{ closing: money(bam, 10_450), difference: money(bam, 0) },
    });
  });

  test.each([
    ['with a byte order mark', `\uFEFF${plain}`],
    ['with a prefix', prefixed],
    ['in an envelope', `<Envelope>${header}${body}</Envelope>`],
    ['with a prefix, in an envelope', `<e:Env xmlns:e="urn:e">${header}${prefixed}</e:Env>`],
    ['two levels deep', `<Request><Body>${header}${body}</Body></Request>`],
    ['whose envelope names its namespace', `<Env xmlns="${namespace}">${bare(body)}</Env>`],
    ['whose envelope names its prefix', `<Env xmlns:ns2="${namespace}">${bare(prefixed)}</Env>`],
  ])('%s is the same statement', (_, text) => {
    expect(unwrap(importStatements(text))).toEqual(wanted);
  });

  test.each(['09', '10', '11', '12', '13'])('of version %s is read alike', (version) => {
    const message = `camt.053.001.${version}`;
    const text = plain.replace('camt.053.001.08', message);
    expect(unwrap(importStatements(text))).toEqual({ ...wanted, message });
  });

  test('whose entry is pending adds up without it; one in another currency cannot be told', () => {
    const [one] = unwrap(importStatements(plain.replace('>BOOK<', '>PDNG<'))).statements;
    expect(one && checkBalances(one)?.difference).toEqual(money(bam, 9_700));
    const foreign = plain.replace('<Amt Ccy="BAM">97.00', '<Amt Ccy="EUR">97.00');
    const [other] = unwrap(importStatements(foreign)).statements;
    expect(other && checkBalances(other)).toBeUndefined();
  });

  const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
  test.each([
    ['nothing', '', 'not_xml', 'Document'],
    ['an entity', laughs + body, 'doctype', 'Document'],
    ['endless text', plain + ' '.repeat(20_000_000), 'too_large', 'Document'],
    ['endless depth', '<a>'.repeat(5_000) + '</a>'.repeat(5_000), 'not_xml', 'Document'],
    ['no document', `<Envelope>${header}</Envelope>`, 'wrong_message', 'Document'],
    ['no namespace', bare(body), 'wrong_message', 'Document'],
    ['a payment', plain.replace('camt.053.001.08', 'pacs.008.001.08'), 'wrong_message', 'Document'],
    ['two messages', `<Envelope>${body}${body}</Envelope>`, 'repeated_element', 'Document'],
    [
      'endless entries',
      plain.replace('<Ntry>', `${'<Ntry/>'.repeat(50_000)}<Ntry>`),
      'too_large',
      'Document/BkToCstmrStmt',
    ],
    [
      'a side that is none',
      plain.replace(/(<Ntry>[\s\S]*?)CRDT/, '$1LEFT'),
      'bad_value',
      'Document/BkToCstmrStmt/Stmt/Ntry[1]/CdtDbtInd',
    ],
    [
      'no account',
      plain.replace(/<Acct>[\s\S]*<\/Acct>/, ''),
      'missing_element',
      'Document/BkToCstmrStmt/Stmt/Acct',
    ],
  ])('with %s is refused, and told where', (_, text, code, element) => {
    const read = importStatements(text);
    expect(read.ok ? 'read' : [read.error.code, read.error.element]).toEqual([code, element]);
  });
});

describe('the bytes of a file', () => {
  const latin = (encoding: string) =>
    Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><Nm>Çeliková</Nm>`, 'latin1');
  test.each([
    ['UTF-8', Buffer.from('<Nm>Çeliková</Nm>'), 'Çeliková'],
    ['UTF-8 with a mark', Buffer.from('\uFEFF<Nm>Čelik</Nm>'), 'Čelik'],
    ['UTF-16', Buffer.from('\uFEFF<Nm>Čelik</Nm>', 'utf16le'), 'Čelik'],
    ['UTF-16 without a mark', Buffer.from('<Nm>Čelik</Nm>', 'utf16le'), 'Čelik'],
    ['ISO-8859-1', latin('ISO-8859-1'), 'Çeliková'],
    ['windows-1252', latin('windows-1252'), 'Çeliková'],
  ])('in %s are read as its declaration says', (_, bytes, name) => {
    expect(unwrap(xmlText(bytes))).toContain(`<Nm>${name}</Nm>`);
  });

  test.each([
    ['UTF-8 that is none', latin('UTF-8')],
    ['an encoding that nobody knows', latin('KLIR-7')],
  ])('in %s are refused', (_, bytes) => {
    expect(xmlText(bytes)).toMatchObject({ ok: false, error: { code: 'not_xml' } });
  });
});
