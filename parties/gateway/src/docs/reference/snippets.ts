// The example of an operation as a reader would type it: with curl, and with the official client.

import type { Example, Value } from '../../api/examples/example.ts';
import { pairsOf } from '../../api/examples/to-form.ts';
import type { Operation } from '../../api/kernel/operation.ts';
import type { Recorded } from '../recorded.ts';

export type Shown = {
  readonly operation: Pick<Operation, 'name' | 'method' | 'url'>;
  readonly example: Pick<Example, 'upload' | 'version' | 'isRaw'>;
  readonly record: Pick<Recorded, 'at' | 'params'>;
  readonly publicUrl: string;
};

const key = 'sk_test_diva';

export function curlSnippet({ operation, example, record, publicUrl }: Shown): string {
  const { method, url } = operation;
  const { upload, version } = example;
  const isJson = url.startsWith('/v2/') && method === 'POST';
  const pairs = pairsOf(record.params);
  const fields = upload === undefined ? pairs.map(fieldOf) : pairs.map(([a, b]) => part(a, b));
  return [
    `curl ${quoted(`${publicUrl}${addressOf(url, record.at)}`)}`,
    `-u ${key}:`,
    ...(version === undefined ? [] : [`-H ${quoted(`Stripe-Version: ${version}`)}`]),
    ...(method === 'DELETE' ? ['-X DELETE'] : []),
    ...(method === 'GET' && pairs.length > 0 ? ['-G'] : []),
    ...(method === 'POST' && pairs.length === 0 && !isJson ? ['-X POST'] : []),
    ...(isJson
      ? ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(record.params))}`]
      : fields),
    ...(upload === undefined ? [] : [part('file', `@${upload.name};type=${upload.type}`)]),
  ].join(' \\\n  ');
}

const part = (name: string, value: string) => `-F ${quoted(`${name}=${value}`)}`;

/** curl encodes only what it is told to. */
function fieldOf([name, value]: readonly [string, string]): string {
  const isPlain = /^[\w.,:/@-]*$/.test(value);
  return `${isPlain ? '-d' : '--data-urlencode'} ${quoted(`${name}=${value}`)}`;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function addressOf(url: string, at: Recorded['at']): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => at[name] ?? '');
}

export function clientSnippet({ operation, example, record }: Shown): string {
  const { name, method, url } = operation;
  const { upload, version, isRaw } = example;
  const { params } = record;
  const options = version === undefined ? [] : [written({ apiVersion: version }, '')];
  if (isRaw) {
    return call('rawRequest', [text(method), text(addressOf(url, record.at)), written(params, '')]);
  }
  const ids = [...url.matchAll(/:(\w+)/g)].map(([, id = '']) => text(record.at[id] ?? ''));
  const isGiven = Object.keys(params).length > 0 || options.length > 0;
  const given = upload === undefined ? written(params, '') : withFile(params, upload);
  return call(name, [...ids, ...(isGiven ? [given] : []), ...options]);
}

const widthMax = 66;

/** On one line where its first line fits, else each argument on its own. */
function call(name: string, parts: readonly string[]): string {
  const line = `await stripe.${name}(${parts.join(', ')});`;
  const [first = ''] = line.split('\n');
  if (first.length <= widthMax) return line;
  const lines = parts.map((one) => `  ${one.replaceAll('\n', '\n  ')},`);
  return [`await stripe.${name}(`, ...lines, ');'].join('\n');
}

function withFile(params: Recorded['params'], { name, type }: NonNullable<Example['upload']>) {
  const fields = Object.entries(params).map(
    ([field, value]) => `  ${field}: ${written(value, '  ')},`,
  );
  return [
    '{',
    ...fields,
    '  file: {',
    `    data: readFileSync(${text(name)}),`,
    `    name: ${text(name)},`,
    `    type: ${text(type)},`,
    '  },',
    '}',
  ].join('\n');
}

/** As JavaScript, on one line where it fits. */
function written(value: Value, indent: string): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object') return String(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([name, inner]) =>
    isList ? written(inner, deeper) : `${nameOf(name)}: ${written(inner, deeper)}`,
  );
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }'];
  if (parts.length === 0) return isList ? '[]' : '{}';
  const line = `${open}${parts.join(', ')}${close}`;
  if (line.length + indent.length <= widthMax && !line.includes('\n')) return line;
  return [open.trim(), ...parts.map((one) => `${deeper}${one},`), `${indent}${close.trim()}`].join(
    '\n',
  );
}

const nameOf = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : text(name));

function text(value: string): string {
  const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  return escaped.includes("'") ? JSON.stringify(value) : `'${escaped}'`;
}
