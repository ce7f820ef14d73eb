// From bytes to text: XML says itself how it is written, and banks still write in other ways than UTF-8.

import { err, ok, type Result } from '@kassa/result';
import type { Iso20022Error } from './errors.ts';

/** Of the declaration only its beginning counts, and that is ASCII in every encoding but UTF-16. */
const declarationMax = 200;

/** The text of a file. Bytes that its encoding does not have are refused, not replaced. */
export function xmlText(bytes: Uint8Array): Result<string, Iso20022Error> {
  const encoding = encodingOf(bytes);
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    const detail = `the bytes are not ${encoding.slice(0, 40)}`;
    return err({ code: 'not_xml', element: 'Document', detail });
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, declarationMax));
  return /^[^<]*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? 'utf-8';
}
