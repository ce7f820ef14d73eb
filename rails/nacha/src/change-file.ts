// Notifications of change: the receiving bank has booked the entry, and says what the next one must say.

import { money } from '@kassa/money';
import type { Addenda } from './addenda.ts';
import { type Answering, answerFile, type Received } from './answer-file.ts';
import type { ChangeCode } from './change-codes.ts';
import type { AchFile } from './file.ts';
import { usd } from './layout.ts';
import type { BatchHeader, FileHeader } from './records.ts';

export type EntryChange = Received & {
  readonly code: ChangeCode;
  /** What is right, 29 characters at most; 35 for an international entry. */
  readonly correctedText: string;
};

/** Entries of nothing in batches of class COR. */
export function changeFile(
  header: FileHeader,
  answering: Answering,
  changes: readonly EntryChange[],
): AchFile {
  return answerFile(header, answering, changes, {
    header: changeHeader,
    detail: (detail) => ({ ...detail, amount: money(usd, 0n) }),
    addenda: changeAddenda,
  });
}

function changeHeader(original: BatchHeader): BatchHeader {
  const secCode = 'COR';
  return original.kind === 'international'
    ? { ...original, secCode, indicator: 'IATCOR' }
    : { ...original, secCode };
}

function changeAddenda({ entry, ...one }: EntryChange, traceNumber: string): Addenda {
  const { detail } = entry;
  return {
    kind: detail.kind === 'international' ? 'internationalChange' : 'change',
    changeCode: one.code,
    originalTrace: detail.kind === 'advice' ? '' : detail.traceNumber,
    originalDfi: detail.receivingDfi,
    correctedText: one.correctedText,
    traceNumber,
  };
}
