// camt.054.001.08, debit and credit notification: the bank tells that it has booked.

import type { Result } from '@kassa/result';
import type { Instant } from '@kassa/time';
import { type Element, readDocument } from './element.ts';
import { type AccountEntry, readEntry, writeEntry } from './entry.ts';
import type { Iso20022Error } from './errors.ts';
import { readAccount, readInstant, writeAccount, writeInstant } from './parts.ts';
import { identifier, type Tree, writeDocument } from './tree.ts';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.054.001.08';

export type Notifications = {
  readonly messageId: string;
  readonly createdAtMs: Instant;
  readonly notifications: readonly Notification[];
};

export type Notification = {
  readonly id: string;
  readonly account: string;
  readonly entries: readonly AccountEntry[];
};

export function writeCamt054(message: Notifications): string {
  return writeDocument(namespace, {
    BkToCstmrDbtCdtNtfctn: {
      GrpHdr: {
        MsgId: identifier(message.messageId),
        CreDtTm: writeInstant(message.createdAtMs),
      },
      Ntfctn: message.notifications.map(writeNotification),
    },
  });
}

export function readCamt054(text: string): Result<Notifications, Iso20022Error> {
  return readDocument(text, namespace, 'BkToCstmrDbtCdtNtfctn', (message) => {
    const header = message.child('GrpHdr');
    return {
      messageId: header.child('MsgId').text(35),
      createdAtMs: readInstant(header.child('CreDtTm')),
      notifications: message.oneOrMore('Ntfctn').map(readNotification),
    };
  });
}

function writeNotification(notification: Notification): Tree {
  return {
    Id: identifier(notification.id),
    Acct: writeAccount(notification.account),
    Ntry: notification.entries.map(writeEntry),
  };
}

function readNotification(element: Element): Notification {
  return {
    id: element.child('Id').text(35),
    account: readAccount(element.child('Acct')),
    entries: element.children('Ntry').map(readEntry),
  };
}
