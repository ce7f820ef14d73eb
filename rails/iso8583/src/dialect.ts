// A dialect composes how digits, text, bits, lengths and bitmaps become bytes. The table of fields
// is the same in every dialect; only these few writers and readers differ.

import type { Format, Specification } from './specification.ts';
import { clearingSpecification, specification1987 } from './specification.ts';

/** Turns `length` characters of a field's text to `size(length)` bytes and back. */
export type Coding = {
  readonly size: (length: number) => number;
  readonly write: (text: string, into: Uint8Array, at: number) => void;
  /** Undefined when the bytes cannot be such a text; the caller has checked that they are there. */
  readonly read: (bytes: Uint8Array, at: number, length: number) => string | undefined;
};

export type Dialect = {
  readonly name: string;
  readonly specification: Specification;
  readonly mti: Coding;
  readonly bitmap: Coding;
  readonly lengths: Coding;
  readonly contents: Readonly<Record<Format, Coding>>;
};

/** One byte a character, printable ASCII. */
const asciiText: Coding = {
  size: (length) => length,
  write: (text, into, at) => {
    for (let index = 0; index < text.length; index++) into[at + index] = text.charCodeAt(index);
  },
  read: (bytes, at, length) => {
    let text = '';
    for (let index = at; index < at + length; index++) {
      const code = bytes[index] ?? 0;
      if (code < 0x20 || code > 0x7e) return undefined;
      text += String.fromCharCode(code);
    }
    return text;
  },
};

/** Two hexadecimal digits a byte. */
const rawBytes: Coding = {
  size: (length) => length / 2,
  write: (text, into, at) => writeNibbles(text, into, at),
  read: (bytes, at, length) => readNibbles(bytes, at, length),
};

/** Hexadecimal digits as characters; lower case is understood, upper case is what we say. */
const hexText: Coding = {
  ...asciiText,
  read: (bytes, at, length) => asciiText.read(bytes, at, length)?.toUpperCase(),
};

/** Binary coded decimal, two digits a byte, right-aligned: an odd count begins with a zero. */
const bcd: Coding = {
  size: (length) => Math.ceil(length / 2),
  write: (text, into, at) => writeNibbles(text.length % 2 ? `0${text}` : text, into, at),
  read: (bytes, at, length) => {
    const digits = readNibbles(bytes, at, length + (length % 2));
    if (length % 2 === 0) return digits;
    return digits.startsWith('0') ? digits.slice(1) : undefined;
  },
};

/** Track 2: nibbles, left-aligned; the separator is D, and F fills the last half byte. */
const track2: Coding = {
  size: (length) => Math.ceil(length / 2),
  write: (text, into, at) => {
    const nibbles = text.replaceAll('=', 'D');
    writeNibbles(nibbles.length % 2 ? `${nibbles}F` : nibbles, into, at);
  },
  read: (bytes, at, length) => {
    const nibbles = readNibbles(bytes, at, length + (length % 2));
    if (length % 2 && !nibbles.endsWith('F')) return undefined;
    return nibbles.slice(0, length).replaceAll('D', '=');
  },
};

/** As characters; some readers write the separator as D. */
const track2Text: Coding = {
  ...asciiText,
  read: (bytes, at, length) => asciiText.read(bytes, at, length)?.replaceAll('D', '='),
};

/** The sign as a character, then the digits in BCD. */
const signedBcd: Coding = {
  size: (length) => 1 + bcd.size(length - 1),
  write: (text, into, at) => {
    asciiText.write(text.slice(0, 1), into, at);
    bcd.write(text.slice(1), into, at + 1);
  },
  read: (bytes, at, length) => {
    const sign = asciiText.read(bytes, at, 1);
    const digits = bcd.read(bytes, at + 1, length - 1);
    return sign === undefined || digits === undefined ? undefined : sign + digits;
  },
};

/** ASCII digits, ASCII lengths, hexadecimal bitmap: the common "spec 87 ascii". */
export const asciiDialect: Dialect = {
  name: 'ascii',
  specification: specification1987,
  mti: asciiText,
  bitmap: hexText,
  lengths: asciiText,
  contents: {
    n: asciiText,
    a: asciiText,
    an: asciiText,
    anp: asciiText,
    ans: asciiText,
    ns: asciiText,
    b: hexText,
    z: track2Text,
    'x+n': asciiText,
  },
};

/** BCD digits and lengths (LL one byte, LLL two), binary bitmap and binary fields. */
export const binaryDialect: Dialect = {
  name: 'binary',
  specification: specification1987,
  mti: bcd,
  bitmap: rawBytes,
  lengths: bcd,
  contents: { ...asciiDialect.contents, n: bcd, b: rawBytes, z: track2, 'x+n': signedBcd },
};

/** The ASCII dialect with the field table of clearing files (field 31 is the ARN). */
export const clearingDialect: Dialect = {
  ...asciiDialect,
  name: 'clearing',
  specification: clearingSpecification,
};

const nibbleText = '0123456789ABCDEF';

function writeNibbles(text: string, into: Uint8Array, at: number): void {
  for (let index = 0; index < text.length; index += 2) {
    const high = nibbleText.indexOf(text.charAt(index));
    const low = nibbleText.indexOf(text.charAt(index + 1));
    into[at + index / 2] = high * 16 + low;
  }
}

function readNibbles(bytes: Uint8Array, at: number, count: number): string {
  let text = '';
  for (let index = at; index < at + count / 2; index++) {
    const byte = bytes[index] ?? 0;
    text += nibbleText.charAt(byte >> 4) + nibbleText.charAt(byte & 15);
  }
  return text;
}
