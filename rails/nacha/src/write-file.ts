// From a file to text: every record, every control computed, filled up with nines to whole blocks.

import { assert } from '@kassa/result';
import { addendaLayouts } from './addenda.ts';
import { entryLayouts } from './entry-detail.ts';
import { type AchFile, type Batch, blockSize, fileTotalsOf, isAdvice, totalsOf } from './file.ts';
import { encode, recordLength } from './layout.ts';
import { readAch } from './read-file.ts';
import {
  adviceBatchControl,
  adviceFileControl,
  batchControl,
  batchHeader,
  fileControl,
  fileHeader,
  internationalBatchHeader,
} from './records.ts';

/** Every line ended by a newline. A file that our own reader would refuse is a bug of its maker. */
export function writeAch(file: AchFile): string {
  const [first] = file.batches;
  const control = first && isAdvice(first) ? adviceFileControl : fileControl;
  const lines = [
    encode(fileHeader, file.header),
    ...file.batches.flatMap(writeBatch),
    encode(control, fileTotalsOf(file.batches)),
  ];
  while (lines.length % blockSize !== 0) lines.push('9'.repeat(recordLength));
  const text = `${lines.join('\n')}\n`;
  const read = readAch(text);
  assert(read.ok, `a file was made that is none: ${!read.ok && JSON.stringify(read.error)}`);
  return text;
}

function writeBatch(batch: Batch): readonly string[] {
  const { header } = batch;
  const layout = header.kind === 'international' ? internationalBatchHeader : batchHeader;
  return [
    encode(layout, header),
    ...batch.entries.flatMap(({ detail, addenda }) => [
      encode(entryLayouts[detail.kind], detail),
      ...addenda.map((record) => encode(addendaLayouts[record.kind], record)),
    ]),
    encode(isAdvice(batch) ? adviceBatchControl : batchControl, {
      ...{ serviceClass: header.serviceClass, ...totalsOf(batch.entries) },
      companyId: batch.controlCompanyId ?? header.companyId,
      authenticationCode: batch.authenticationCode ?? '',
      operatorText: batch.operatorText ?? '',
      ...{ originatingDfi: header.originatingDfi, batchNumber: header.batchNumber },
    }),
  ];
}
