// Turns whatever is logged into a plain value that may be written down: secrets by their key's
// name, card numbers in any text, bounded in depth and width.

import { maskText } from './mask-text.ts';

const hidden = '****';
const depthMax = 8;
const itemsMax = 100;
const textMax = 8_192;

const secretNames = new Set(
  ['pan', 'number', 'cvc', 'cvv', 'cvv2', 'cavv', 'otp', 'pin', 'password', 'passwd', 'secret']
    .concat(['authorization', 'cookie', 'setcookie', 'key', 'token', 'authenticationvalue'])
    .concat(['cardnumber', 'acctnumber', 'track1', 'track2', 'challengedataentry', 'iv']),
);
const secretEndings =
  /(?:password|secret|token|apikey|privatekey|controlkey|secretkey|pan|cvc|otp)$/;
/** Names a one-time code goes by; it is digits, and `code: 'ECONNREFUSED'` is worth reading. */
const codeNames = new Set(['code', 'onetimecode', 'smscode', 'securitycode', 'challengecode']);
const oneTimeCode = /^\d{3,10}$/;

export function clean(value: unknown): unknown {
  return cleanAt(value, 0, new Set());
}

function cleanAt(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return cleanNumber(value);
  if (typeof value === 'bigint') return maskText(value.toString());
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (depth >= depthMax) return '[deeper]';
  return cleanObject(value, depth + 1, new Set(above).add(value));
}

function cleanText(text: string): string {
  const cut =
    text.length > textMax ? `${text.slice(0, textMax)}… (${text.length} characters)` : text;
  return maskText(cut);
}

function cleanNumber(value: number): number | string {
  const text = String(value);
  // Milliseconds since 1970 have 13 digits and begin with 1; no card number does.
  if (text.length === 13 && text.startsWith('1')) return value;
  const masked = maskText(text);
  return masked === text ? value : masked;
}

function cleanObject(value: object, depth: number, above: ReadonlySet<object>): unknown {
  if (value instanceof Error) return cleanError(value, depth, above);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (Array.isArray(value)) return cleanList(value, depth, above);
  if (value instanceof Set) return cleanList([...value], depth, above);
  if (value instanceof Map) return cleanEntries([...value.entries()], depth, above);
  const json: unknown = 'toJSON' in value ? value.toJSON : undefined;
  if (typeof json === 'function') return cleanAt(json.call(value), depth, above);
  return cleanEntries(Object.entries(value), depth, above);
}

function cleanError(error: Error, depth: number, above: ReadonlySet<object>): unknown {
  const own = Object.entries(error).filter(
    ([name]) => !['name', 'message', 'stack'].includes(name),
  );
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const rest = cleanEntries(own, depth, above);
  const cause = error.cause === undefined ? {} : { cause: cleanAt(error.cause, depth, above) };
  const all =
    error instanceof AggregateError ? { errors: cleanAt(error.errors, depth, above) } : {};
  return {
    type: error.name,
    message: cleanText(error.message),
    ...rest,
    ...code,
    ...cause,
    ...all,
    stack: cleanText(error.stack ?? ''),
  };
}

function cleanList(
  items: readonly unknown[],
  depth: number,
  above: ReadonlySet<object>,
): unknown[] {
  const shown = items.slice(0, itemsMax).map((item) => cleanAt(item, depth, above));
  return items.length > itemsMax ? [...shown, `… ${items.length - itemsMax} more`] : shown;
}

function cleanEntries(
  entries: readonly (readonly [unknown, unknown])[],
  depth: number,
  above: ReadonlySet<object>,
): Record<string, unknown> {
  const pairs = entries
    .slice(0, itemsMax)
    .map(([name, value]) => [
      maskText(String(name)),
      cleanField(String(name), value, depth, above),
    ]);
  return Object.fromEntries(pairs);
}

function cleanField(name: string, value: unknown, depth: number, above: ReadonlySet<object>) {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (secretNames.has(plain) || secretEndings.test(plain)) return hidden;
  if (codeNames.has(plain) && oneTimeCode.test(String(value))) return hidden;
  return cleanAt(value, depth, above);
}
