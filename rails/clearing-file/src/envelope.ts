// The frame of every kind of file: a header line, the items, and a trailer that counts them, sums
// them and seals them with SHA-256 over every byte before the digest.

import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@kassa/result';
import { type FileError, type FileHeader, itemsMax, lineBytesMax } from './presentment.ts';

export type FileKind = 'presentments' | 'disputes' | 'acceptance';

export type Framed = {
  /** Header fields as text: kind and version are checked already. */
  readonly header: FileHeader;
  /** What the kind adds to the header, a file id or nothing. */
  readonly about: string;
  readonly lines: readonly string[];
  readonly sums: string;
};

const version = '1';

/** The whole text, every line ended by a newline. */
export function frame(kind: FileKind, framed: Framed): string {
  const { header } = framed;
  const first = [
    'KASSA-CLEARING',
    version,
    kind,
    header.fileId,
    header.sender,
    header.receiver,
    header.businessDate,
    new Date(header.createdAt).toISOString(),
    framed.about,
  ].join('|');
  const lines = [first, ...framed.lines, `TRAILER|${framed.lines.length}|${framed.sums}|`];
  const text = lines.join('\n');
  return `${text}${digestOf(text)}\n`;
}

/** Opens the frame; items are still text, and their sums are still to be compared. */
export function unframe(kind: FileKind, text: string): Result<Framed, FileError> {
  if (!text.endsWith('\n'))
    return refuse(1, 'not_finished', 'the file does not end with a newline');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > itemsMax + 2) {
    return refuse(itemsMax + 2, 'too_many_items', `a file holds at most ${itemsMax} items`);
  }
  const tooLong = lines.findIndex((line) => line.length > lineBytesMax);
  if (tooLong >= 0) {
    return refuse(tooLong + 1, 'line_too_long', `a line holds at most ${lineBytesMax} bytes`);
  }
  const first = readHeader(kind, lines[0] ?? '');
  if (!first.ok) return first;
  const trailer = readTrailer(lines);
  if (!trailer.ok) return trailer;
  const sealed = text.slice(0, text.lastIndexOf('|') + 1);
  if (digestOf(sealed) !== trailer.value.digest) {
    return refuse(lines.length, 'digest_differs', 'the file is not what its writer sealed');
  }
  return ok({ ...first.value, lines: lines.slice(1, -1), sums: trailer.value.sums });
}

const headerForm =
  /^KASSA-CLEARING\|1\|(\w+)\|([\w-]{1,64})\|(\d{1,11})\|(\d{1,11})\|(\d{4}-\d\d-\d\d)\|([\dT:.Z-]{24})\|([\w-]{0,64})$/;

function readHeader(
  kind: FileKind,
  line: string,
): Result<Pick<Framed, 'header' | 'about'>, FileError> {
  const parts = headerForm.exec(line);
  if (!parts) return refuse(1, 'bad_header', 'the first line is no header of version 1');
  const [, found, fileId = '', sender = '', receiver = '', businessDate = '', created = ''] = parts;
  if (found !== kind) return refuse(1, 'bad_header', `the file holds no ${kind}`);
  const createdAt = Date.parse(created);
  if (Number.isNaN(createdAt) || Number.isNaN(Date.parse(businessDate))) {
    return refuse(1, 'bad_header', 'the header names a day or a time that is none');
  }
  const header = { fileId, sender, receiver, businessDate, createdAt };
  return ok({ header, about: parts[7] ?? '' });
}

type Trailer = { readonly sums: string; readonly digest: string };

function readTrailer(lines: readonly string[]): Result<Trailer, FileError> {
  const parts = /^TRAILER\|(\d{1,6})\|([^|]*)\|([0-9a-f]{64})$/.exec(lines.at(-1) ?? '');
  if (lines.length < 2 || !parts) {
    return refuse(lines.length, 'bad_trailer', 'the last line is no trailer');
  }
  const [, count = '', sums = '', digest = ''] = parts;
  if (Number(count) !== lines.length - 2) {
    const reason = `the trailer counts ${count} items, the file holds ${lines.length - 2}`;
    return refuse(lines.length, 'count_differs', reason);
  }
  return ok({ sums, digest });
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function refuse(line: number, code: FileError['code'], reason: string) {
  return err<FileError>({ line, code, reason });
}
