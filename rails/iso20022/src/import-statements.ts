// The door for other banks' statements: camt.052, camt.053 and camt.054 of any version from 001.01 on.

import { type Currency, currencyOf, negate } from '@kassa/money';
import { err, type Result } from '@kassa/result';
import { type Element, parseXml, readTree } from './element.ts';
import { readSide } from './entry.ts';
import { findDocument } from './envelope.ts';
import type { Iso20022Error } from './errors.ts';
import { readImportedEntry } from './import-entry.ts';
import {
  isYes,
  readAccountId,
  readCode,
  readLocalDay,
  readNumber,
  textMax,
} from './import-parts.ts';
import type {
  ImportedBalance,
  ImportedStatement,
  ImportedStatements,
} from './imported-statement.ts';
import { given, readAmount, readInstant } from './parts.ts';

/** Characters. The statements of a busy account are larger than payments. */
const lengthMax = 20_000_000;
const entriesMax = 50_000;

const kinds = {
  'camt.052': { kind: 'report', root: 'BkToCstmrAcctRpt', item: 'Rpt' },
  'camt.053': { kind: 'statement', root: 'BkToCstmrStmt', item: 'Stmt' },
  'camt.054': { kind: 'notification', root: 'BkToCstmrDbtCdtNtfctn', item: 'Ntfctn' },
} as const;

type Form = (typeof kinds)[keyof typeof kinds];

/** Refuses what is no statement, too large, or not readable; says where. Sums are not judged here. */
export function importStatements(text: string): Result<ImportedStatements, Iso20022Error> {
  const tree = parseXml(withoutMark(text), lengthMax);
  if (!tree.ok) return tree;
  const found = findDocument(tree.value);
  if (!found.ok) return found;
  const { message } = found.value;
  const [, form] = Object.entries(kinds).find(([name]) => message.startsWith(`${name}.`)) ?? [];
  if (!form) {
    const detail = `${message} is no statement: camt.052, camt.053 or camt.054 is asked for`;
    return err({ code: 'wrong_message', element: 'Document', detail });
  }
  return readTree(found.value, (document) => readMessage(document, message, form));
}

/** A byte order mark, which some programs leave before the text. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function readMessage(document: Element, message: string, form: Form): ImportedStatements {
  // The first version says its number once more, in the message's own name.
  const root = document.childIf(`${form.root}V01`) ?? document.child(form.root);
  const header = root.child('GrpHdr');
  const items = root.oneOrMore(form.item);
  const entries = items.reduce((sum, item) => sum + item.children('Ntry').length, 0);
  if (entries > entriesMax) root.refuse('too_large', `${entries} entries of at most ${entriesMax}`);
  return {
    message,
    kind: form.kind,
    messageId: header.child('MsgId').text(35),
    createdAtMs: readInstant(header.child('CreDtTm')),
    statements: entries > entriesMax ? [] : items.map(readStatement),
  };
}

function readStatement(element: Element): ImportedStatement {
  const account = element.child('Acct');
  const balances = element.children('Bal').map(readBalance);
  const entries = element.children('Ntry').map(readImportedEntry);
  const amounts = [...balances, ...entries].map(({ amount }) => amount.currency);
  const page =
    element.childIf('RptPgntn') ?? element.childIf('StmtPgntn') ?? element.childIf('NtfctnPgntn');
  return {
    id: element.child('Id').text(35),
    account: readAccountId(account),
    balances,
    entries,
    ...given({
      currency: readCurrency(account) ?? only(amounts),
      owner: account.childIf('Ownr')?.textIf('Nm', textMax),
      page: page && {
        number: readNumber(page.child('PgNb')),
        isLast: isYes(page.child('LastPgInd').text(5)),
      },
    }),
  };
}

function readCurrency(account: Element): Currency | undefined {
  const text = account.textIf('Ccy', 3);
  if (text === undefined) return undefined;
  const currency = currencyOf(text);
  if (currency.ok) return currency.value;
  account.refuse('bad_value', `not a currency: ${text}`);
  return undefined;
}

function only(currencies: readonly Currency[]): Currency | undefined {
  const [first, ...more] = new Set(currencies);
  return more.length === 0 ? first : undefined;
}

function readBalance(element: Element): ImportedBalance {
  const amount = readAmount(element.child('Amt'));
  const type = element.child('Tp');
  // The first version has the code directly below the type.
  const code = readCode(type.childIf('CdOrPrtry') ?? type) ?? '';
  return {
    code,
    amount: readSide(element) === 'credit' ? amount : negate(amount),
    on: readLocalDay(element.child('Dt')),
  };
}
