// Returns: entries that the receiving bank sends back, each with its reason.

import type { Addenda } from './addenda.ts';
import { type Answering, answerFile, type Received } from './answer-file.ts';
import type { AchFile } from './file.ts';
import type { FileHeader } from './records.ts';
import type { ReturnReason } from './return-reasons.ts';

export type EntryReturn = Received & {
  readonly reason: ReturnReason;
  /** Words for the originator, 44 characters at most; 34 for an international entry. */
  readonly information?: string;
  /** YYMMDD; with R14 and R15. */
  readonly diedOn?: string;
};

/** Advices, and what has come back already, are not returned: to hand them in is a bug. */
export function returnFile(
  header: FileHeader,
  answering: Answering,
  returns: readonly EntryReturn[],
): AchFile {
  return answerFile(header, answering, returns, {
    header: (original) => original,
    detail: (detail) => detail,
    addenda: returnAddenda,
  });
}

function returnAddenda({ entry, ...one }: EntryReturn, traceNumber: string): Addenda {
  const { detail } = entry;
  const about = {
    returnCode: one.reason,
    originalTrace: detail.kind === 'advice' ? '' : detail.traceNumber,
    diedOn: one.diedOn ?? '',
    originalDfi: detail.receivingDfi,
    information: one.information ?? '',
    traceNumber,
  };
  if (detail.kind !== 'international') return { kind: 'return', ...about };
  const originalAmount = String(detail.amount.minor).padStart(10, '0');
  return { kind: 'internationalReturn', ...about, originalAmount };
}
