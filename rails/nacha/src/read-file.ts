// From text to a file. The order is: the text as a whole, its lines, the header, batch by batch, the
// file control, the filling. The first problem is told, with its line and columns.

import { err, ok, type Result } from '@kassa/result';
import { compareControl, orderError } from './compare-control.ts';
import { type AchError, type Problems, problems } from './errors.ts';
import {
  type AchFile,
  type Batch,
  blockSize,
  fileTotalsOf,
  isAdvice,
  lengthMax,
  linesMax,
} from './file.ts';
import { decode, printable, recordLength } from './layout.ts';
import { readBatch } from './read-batch.ts';
import { adviceFileControl, fileControl, fileHeader } from './records.ts';
import { checkDigitOf } from './routing-number.ts';

export function readAch(text: string): Result<AchFile, AchError> {
  const problem = problems();
  const lines = splitLines(text, problem);
  const file = problem.found ? undefined : readLines(lines, problem);
  if (problem.found) return err(problem.found);
  return file ? ok(file) : err(orderError(lines, 0, 'a file header (1)'));
}

function splitLines(text: string, problem: Problems): readonly string[] {
  const refuse = (expected: string, found: string) => {
    problem.refuse({
      code: 'too_large',
      line: 1,
      columns: [1, 94],
      field: 'file',
      expected,
      found,
    });
    return [];
  };
  if (text.length > lengthMax) return refuse(`${lengthMax} characters at most`, `${text.length}`);
  const lines = withoutEnd(text).split(/\r?\n/, linesMax + 1);
  if (lines.length > linesMax) return refuse(`${linesMax} records at most`, 'more');
  for (const [index, line] of lines.entries()) {
    if (line.length === recordLength && printable.test(line)) continue;
    const isLong = line.length !== recordLength;
    problem.refuse({
      code: 'bad_line',
      line: index + 1,
      columns: [1, 94],
      field: 'record',
      expected: isLong ? `${recordLength} characters` : 'printable ASCII only',
      found: isLong ? `${line.length}: ${line}` : line.replaceAll(/[^\x20-\x7e]/g, '?'),
    });
    return [];
  }
  return lines;
}

/** Line ends at the end of the file say nothing. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end -= 1;
  return text.slice(0, end);
}

function readLines(lines: readonly string[], problem: Problems): AchFile | undefined {
  if (lines[0]?.[0] !== '1') return undefined;
  const header = decode(fileHeader, lines[0], 1, problem);
  checkDestination(header.immediateDestination, problem);
  const batches: Batch[] = [];
  let at = 1;
  while (lines[at]?.[0] === '5' && !problem.found) {
    const read = readBatch(lines, at, problem);
    batches.push(read.batch);
    checkBatchOrder(batches, at, problem);
    at = read.next;
  }
  if (!problem.found && lines[at]?.[0] !== '9') {
    problem.refuse(orderError(lines, at, 'a batch header (5) or the file control (9)'));
  }
  if (!problem.found) checkFileControl(lines, at, batches, problem);
  if (!problem.found) checkFilling(lines, at, problem);
  return { header, batches };
}

/** Nine digits are a routing number; ten are whatever the receiving point has agreed on. */
function checkDestination(destination: string, problem: Problems): void {
  if (destination.length !== 9) return;
  const digit = checkDigitOf(destination.slice(0, 8));
  if (destination.endsWith(digit)) return;
  problem.refuse({
    code: 'inconsistent',
    line: 1,
    columns: [4, 13],
    field: 'file header: immediateDestination',
    expected: `${digit} as the last digit, which checks the other eight`,
    found: destination,
  });
}

function checkBatchOrder(batches: readonly Batch[], at: number, problem: Problems): void {
  const [before, last] = [batches.at(-2), batches.at(-1)];
  if (!before || !last) return;
  const refuse = (
    columns: readonly [number, number],
    field: string,
    expected: string,
    found: string,
  ) =>
    problem.refuse({
      ...{ code: 'inconsistent', line: at + 1, columns },
      ...{ field: `batch header: ${field}`, expected, found },
    });
  if (last.header.batchNumber <= before.header.batchNumber) {
    const expected = `more than ${before.header.batchNumber}, the batch before`;
    refuse([88, 94], 'batchNumber', expected, String(last.header.batchNumber));
  }
  if (isAdvice(last) !== isAdvice(before)) {
    refuse([51, 53], 'secCode', 'advices (ADV) in a file of their own', last.header.secCode);
  }
}

function checkFileControl(
  lines: readonly string[],
  at: number,
  batches: readonly Batch[],
  problem: Problems,
): void {
  const [first] = batches;
  const layout = first && isAdvice(first) ? adviceFileControl : fileControl;
  const said = decode(layout, lines[at] ?? '', at + 1, problem);
  compareControl(layout, said, fileTotalsOf(batches), at + 1, problem);
}

function checkFilling(lines: readonly string[], at: number, problem: Problems): void {
  for (const [index, line] of lines.slice(at + 1).entries()) {
    if (/^9+$/.test(line)) continue;
    problem.refuse(
      orderError(lines, at + 1 + index, 'nothing after the file control but lines of nines'),
    );
    return;
  }
  const whole = Math.ceil((at + 1) / blockSize) * blockSize;
  // Some send no filling at all; a part of it is a file that was cut.
  if (lines.length === whole || lines.length === at + 1) return;
  problem.refuse({
    ...{ code: 'bad_order', line: lines.length, columns: [1, 94], field: 'filling' },
    expected: `${whole} lines: whole blocks of ${blockSize}, filled up with nines`,
    found: `${lines.length} lines`,
  });
}
