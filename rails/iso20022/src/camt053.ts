// camt.053.001.08, bank to customer statement: what stood, what was booked, what stands.

import { add, type Currency, currencyOf, type Money, negate } from '@kassa/money';
import type { Result } from '@kassa/result';
import type { Instant, PlainDate } from '@kassa/time';
import { type Element, readDocument } from './element.ts';
import { type AccountEntry, readDay, readEntry, readSide, writeEntry, writeSide } from './entry.ts';
import type { Iso20022Error } from './errors.ts';
import {
  given,
  readAccount,
  readAmount,
  readInstant,
  writeAccount,
  writeAmount,
  writeInstant,
} from './parts.ts';
import { identifier, type Tree, words, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

export type Statements = {
  readonly messageId: string;
  readonly createdAtMs: Instant;
  readonly statements: readonly Statement[];
};

export type Statement = {
  readonly id: string;
  readonly account: string;
  readonly currency: Currency;
  readonly owner?: string;
  /** The day that the statement is for. */
  readonly date: PlainDate;
  /** In the holder's favour if positive. Opening and entries make the closing; else refused. */
  readonly opening: Money;
  readonly closing: Money;
  readonly entries: readonly AccountEntry[];
};

export function writeCamt053(message: Statements): string {
  return writeDocument(namespace, {
    BkToCstmrStmt: {
      GrpHdr: {
        MsgId: identifier(message.messageId),
        CreDtTm: writeInstant(message.createdAtMs),
      },
      Stmt: message.statements.map(writeStatement),
    },
  });
}

export function readCamt053(text: string): Result<Statements, Iso20022Error> {
  return readDocument(text, namespace, 'BkToCstmrStmt', (message) => {
    const header = message.child('GrpHdr');
    return {
      messageId: header.child('MsgId').text(35),
      createdAtMs: readInstant(header.child('CreDtTm')),
      statements: message.oneOrMore('Stmt').map(readStatement),
    };
  });
}

function writeStatement(statement: Statement): Tree {
  return {
    Id: identifier(statement.id),
    Acct: writeAccount(statement.account, {
      Ccy: statement.currency,
      Ownr: { Nm: words(statement.owner, 140) },
    }),
    Bal: [
      writeBalance('OPBD', statement.opening, statement.date),
      writeBalance('CLBD', statement.closing, statement.date),
    ],
    Ntry: statement.entries.map(writeEntry),
  };
}

function readStatement(element: Element): Statement {
  const account = element.child('Acct');
  const currencyText = account.child('Ccy').text(3);
  const currency = currencyOf(currencyText);
  if (!currency.ok) account.refuse('bad_value', `not a currency: ${currencyText}`);
  const [opening, closing] = [readBalance(element, 'OPBD'), readBalance(element, 'CLBD')];
  const entries = element.children('Ntry').map(readEntry);
  const moneys = [opening.amount, closing.amount, ...entries.map((entry) => entry.amount)];
  if (moneys.some((amount) => amount.currency !== currencyText)) {
    element.refuse('inconsistent', `the account is in ${currencyText}, not all amounts are`);
  } else if (entries.reduce(book, opening.amount).minor !== closing.amount.minor) {
    element.refuse('inconsistent', 'opening balance and entries do not make the closing balance');
  }
  return {
    id: element.child('Id').text(35),
    account: readAccount(account),
    currency: opening.amount.currency,
    ...given({ owner: account.childIf('Ownr')?.childIf('Nm')?.text(140) }),
    date: closing.date,
    opening: opening.amount,
    closing: closing.amount,
    entries,
  };
}

function book(balance: Money, entry: AccountEntry): Money {
  return add(balance, entry.side === 'credit' ? entry.amount : negate(entry.amount));
}

function writeBalance(code: 'OPBD' | 'CLBD', amount: Money, date: PlainDate): Tree {
  const isCredit = amount.minor >= 0n;
  return {
    Tp: { CdOrPrtry: { Cd: code } },
    Amt: writeAmount(isCredit ? amount : negate(amount)),
    CdtDbtInd: writeSide(isCredit ? 'credit' : 'debit'),
    Dt: { Dt: date },
  };
}

function readBalance(
  statement: Element,
  code: 'OPBD' | 'CLBD',
): { amount: Money; date: PlainDate } {
  const found = statement
    .children('Bal')
    .find((bal) => bal.child('Tp').child('CdOrPrtry').childIf('Cd')?.text(4) === code);
  if (!found) statement.refuse('missing_element', `no balance of type ${code}`);
  const balance = found ?? statement.child('Bal');
  const amount = readAmount(balance.child('Amt'));
  const signed = readSide(balance) === 'credit' ? amount : negate(amount);
  return { amount: signed, date: readDay(balance.child('Dt')) };
}
