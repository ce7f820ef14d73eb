// A message against its schema, with the schema's own reason. libxml2 judges, compiled to WebAssembly;
// the schemas come from who calls, since none is part of this package.

import { assert, err, ok, type Result } from '@kassa/result';
import { validateXML } from 'xmllint-wasm';
import { parseXml } from './element.ts';
import { findDocument } from './envelope.ts';
import type { Iso20022Error } from './errors.ts';

export type SchemaError =
  | Iso20022Error
  | { readonly code: 'against_schema'; readonly faults: readonly SchemaFault[] };

export type SchemaFault = {
  /** The line of the text as it came, 1 and up. */
  readonly line: number;
  /** The element's name, and what the schema has against it. */
  readonly reason: string;
};

/** Characters of one text, texts of one call, faults that are told of one text. */
const lengthMax = 20_000_000;
const textsMax = 200;
const faultsMax = 20;
/** Pages of 64 KiB, that is 1 GiB: a tree takes many times the room of its text. */
const memoryPagesMax = 16_384;

/**
 * One verdict for each text, in order, with the name of the message that is good; each is judged by the schema of its own message and version. An
 * envelope is left out of the judgement. A start of the judge costs 0.7 s, whatever it is given, so
 * that texts are best handed in together: 68 files with their 23 schemas take 4 s in one call.
 */
export async function validateAgainst(
  schemas: readonly string[],
  texts: readonly string[],
): Promise<readonly Result<string, SchemaError>[]> {
  const documents = texts.slice(0, textsMax).map(documentOf);
  const files = documents.flatMap((document, index) =>
    document.ok ? [{ fileName: `${index}.xml`, contents: document.value.text }] : [],
  );
  const faults = await judge(schemas, files);
  return texts.map((_, index) => {
    const document = documents[index];
    if (!document) {
      const detail = `at most ${textsMax} texts in one call`;
      return err({ code: 'too_large', element: 'Document', detail });
    }
    if (!document.ok) return document;
    const found = faults.get(`${index}.xml`);
    return found ? err({ code: 'against_schema', faults: found }) : ok(document.value.message);
  });
}

type File = { readonly fileName: string; readonly contents: string };

async function judge(
  schemas: readonly string[],
  files: readonly File[],
): Promise<ReadonlyMap<string, readonly SchemaFault[]>> {
  const found = new Map<string, SchemaFault[]>();
  if (files.length === 0) return found;
  const { errors, valid } = await validateXML({
    xml: files,
    schema: { fileName: 'all.xsd', contents: importing(schemas) },
    preload: schemas.map((contents, index) => ({ fileName: `${index}.xsd`, contents })),
    maxMemoryPages: memoryPagesMax,
  });
  for (const { loc, message } of errors) {
    if (!loc) continue;
    const faults = found.get(loc.fileName) ?? [];
    found.set(loc.fileName, faults);
    if (faults.length < faultsMax) faults.push({ line: loc.lineNumber, reason: message });
  }
  assert(
    valid || found.size > 0,
    `the judge found something, but does not say where: ${errors[0]?.rawMessage}`,
  );
  return found;
}

/** One schema that imports all of them: messages differ in their namespace, and so do schemas. */
function importing(schemas: readonly string[]): string {
  const imports = schemas.map((schema, index) => {
    const namespace = /targetNamespace\s*=\s*["']([^"'<>&]+)["']/.exec(schema)?.[1];
    assert(namespace, `schema ${index + 1} has no target namespace`);
    return `<xs:import namespace="${namespace}" schemaLocation="${index}.xsd"/>`;
  });
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`;
}

/** A message's name, and its text as the judge gets it. */
type Judged = { readonly message: string; readonly text: string };

/** The message without its envelope, on the lines where it stood. */
function documentOf(text: string): Result<Judged, Iso20022Error> {
  const tree = parseXml(text, lengthMax);
  if (!tree.ok) return tree;
  const found = findDocument(tree.value);
  if (!found.ok) return found;
  const { prefix, message } = found.value;
  const start = new RegExp(`<${prefix}Document(?=[\\s>])`).exec(text)?.index ?? 0;
  const ending = `</${prefix}Document>`;
  const end = text.lastIndexOf(ending) + ending.length;
  const lines = text.slice(0, start).split('\n').length - 1;
  const document = text.slice(start, end);
  return ok({ message, text: '\n'.repeat(lines) + declared(document, prefix, message) });
}

/** With its namespace on itself, where an envelope around it had declared it. */
function declared(document: string, prefix: string, message: string): string {
  const attribute = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  const head = document.slice(0, document.indexOf('>'));
  if (new RegExp(`\\s${attribute}\\s*=`).test(head)) return document;
  const name = `<${prefix}Document`;
  return `${name} ${attribute}="urn:iso:std:iso:20022:tech:xsd:${message}"${document.slice(name.length)}`;
}
