// The official schemas judge what the tests sent and what members got, where the schemas are at hand.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAgainst } from '@kassa/iso20022';
import { assert } from '@kassa/result';

const { KASSA_VECTORS } = process.env;
const vectors = KASSA_VECTORS ?? join(import.meta.dirname, '../../../../../shared/vectors');
const folder = join(vectors, 'iso20022/xsd');

/** Empty where the schemas are; why a test is skipped where they are not. */
export const absent = existsSync(folder) ? '' : ` (skipped: ${folder} is not there)`;

const named = /urn:iso:std:iso:20022:tech:xsd:([a-z]+\.\d{3}\.\d{3}\.\d{2})/;

/** The names of the messages that were judged, each once; a fault is thrown with its reason. */
export async function judged(texts: readonly string[]): Promise<readonly string[]> {
  const names = new Set(texts.flatMap((text) => named.exec(text)?.[1] ?? []));
  const schemas = readdirSync(folder)
    .filter((file) => names.has(file.replace('.xsd', '')))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const good = new Set<string>();
  for (const [index, verdict] of (await validateAgainst(schemas, texts)).entries()) {
    assert(verdict.ok, `${JSON.stringify(verdict)} of ${texts[index]?.slice(0, 2_000)}`);
    good.add(verdict.value);
  }
  return [...good].sort();
}
