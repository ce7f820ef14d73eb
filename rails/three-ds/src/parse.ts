// Reads a message against its table. The first fault in the standard's order wins: not a message
// (101), its version (102), elements twice (204), missing (201), badly formed (203), an extension
// that must be understood and is not (202).

import { err, ok, type Result } from '@kassa/result';
import {
  aresFields,
  creqFields,
  cresFields,
  erroFields,
  rreqFields,
  rresFields,
} from './answer-fields.ts';
import { areqFields } from './areq-fields.ts';
import { type Circumstances, conditions } from './conditions.ts';
import { erro } from './erro.ts';
import type { ErrorCode } from './error-codes.ts';
import type { Field } from './field.ts';
import { fits, isRecord } from './format.ts';
import { readObject } from './json-text.ts';
import {
  type Component,
  type DeviceChannel,
  isMessageType,
  isVersion,
  type MessageCategory,
  type MessageType,
  versions,
} from './kinds.ts';
import type { Erro, MessageOf } from './messages.ts';

export const fieldsOf: Readonly<Record<MessageType, readonly Field[]>> = {
  AReq: areqFields,
  ARes: aresFields,
  CReq: creqFields,
  CRes: cresFields,
  RReq: rreqFields,
  RRes: rresFields,
  Erro: erroFields,
};

export type Expectation<Type extends MessageType> = {
  /** The type or types that may arrive here; any other is Erro 101. */
  readonly expect: Type | readonly Type[];
  /** Who sent it: an AReq from the DS ('D') carries elements that one from the 3DS Server lacks. */
  readonly from: Component;
  /** Messages that do not name channel and category (all but the AReq) take these. */
  readonly channel?: DeviceChannel;
  readonly category?: MessageCategory;
  /** Ids of the message extensions that the reader understands. */
  readonly knownExtensions?: readonly string[];
};

type Fault = { readonly code: ErrorCode; readonly detail: string };

/** The message in the JSON text (or in the object parsed from it), or the Erro to answer. */
export function parse<Type extends MessageType>(
  input: unknown,
  expectation: Expectation<Type>,
): Result<MessageOf[Type], Erro> {
  const read = readObject(input);
  const record = read?.record ?? {};
  const expected: readonly MessageType[] = [expectation.expect].flat();
  const type = record['messageType'];
  const refuse = ({ code, detail }: Fault) =>
    err(erro(code, detail, { received: record, component: receiverOf(expected[0], expectation) }));
  if (!read) return refuse({ code: '101', detail: 'Not a JSON object.' });
  if (!isMessageType(type) || !expected.includes(type)) {
    return refuse({ code: '101', detail: `Expected ${expected.join(' or ')}.` });
  }
  const version = record['messageVersion'];
  if (version === undefined || version === '') {
    return refuse({ code: '201', detail: 'messageVersion' });
  }
  if (!isVersion(version)) return refuse({ code: '102', detail: versions.join(',') });
  const fault = faultIn(read.duplicates, record, fieldsOf[type], {
    ...expectation,
    type,
    at: circumstances(record, version, expectation),
  });
  // The table has just checked every element of the type.
  return fault ? refuse(fault) : ok(record as unknown as MessageOf[Type]);
}

type Reading = {
  readonly type: MessageType;
  readonly from: Component;
  readonly at: Circumstances;
  readonly knownExtensions?: readonly string[];
};

function faultIn(
  duplicates: readonly string[],
  record: Record<string, unknown>,
  fields: readonly Field[],
  reading: Reading,
): Fault | undefined {
  if (duplicates.length > 0) return { code: '204', detail: duplicates.join(',').slice(0, 2048) };
  const rows = fields.filter((field) => applies(field, reading));
  const missing = rows
    .filter((field) => field.need === 'required' && isAbsent(record[field.name]))
    .map((field) => field.name);
  const wrong = rows
    .filter(({ name, format }) => record[name] !== undefined && !fits(format, record[name]))
    .map((field) => field.name);
  const known = new Set(rows.map((field) => field.name));
  for (const condition of conditions[reading.type]) {
    for (const element of condition.elements.filter((name) => known.has(name))) {
      if (isAbsent(record[element])) {
        if (condition.requiredWhen(record, reading.at)) missing.push(element);
      } else if (condition.forbiddenWhen?.(record, reading.at)) wrong.push(element);
    }
  }
  const faults = wrong.filter((name) => !missing.includes(name));
  if (missing.length > 0) return { code: '201', detail: [...new Set(missing)].join(',') };
  if (faults.length > 0) return { code: '203', detail: [...new Set(faults)].join(',') };
  const critical = criticalExtensions(record, reading.knownExtensions ?? []);
  return critical.length > 0 ? { code: '202', detail: critical.join(',') } : undefined;
}

function applies(field: Field, { at, from }: Reading): boolean {
  if (field.addedBy === 'D' && from !== 'D') return false;
  return (
    field.channels.includes(at.channel) &&
    field.categories.includes(at.category) &&
    field.versions.includes(at.version)
  );
}

/** An empty element counts as absent where it is needed (EMV 3DS 2.2.0, A.4). */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === '';
}

function criticalExtensions(record: Record<string, unknown>, known: readonly string[]): string[] {
  const extensions = record['messageExtension'];
  if (!Array.isArray(extensions)) return [];
  return extensions
    .filter(isRecord)
    .filter((one) => one['criticalityIndicator'] === true && !known.includes(String(one['id'])))
    .map((one) => String(one['id']));
}

function circumstances(
  record: Record<string, unknown>,
  version: Circumstances['version'],
  given: { readonly channel?: DeviceChannel; readonly category?: MessageCategory },
): Circumstances {
  const channel = record['deviceChannel'];
  const category = record['messageCategory'];
  return {
    version,
    channel:
      channel === '01' || channel === '02' || channel === '03' ? channel : (given.channel ?? '02'),
    category: category === '01' || category === '02' ? category : (given.category ?? '01'),
  };
}

/** The component that reads, and so the one that an Erro names as its author. */
function receiverOf(
  type: MessageType | undefined,
  { from }: { readonly from: Component },
): Component {
  if (type === 'CReq') return 'A';
  if (type === 'CRes') return from === 'A' ? 'S' : 'C';
  if (from === 'S' || from === 'A' || from === 'C') return 'D';
  return type === 'AReq' || type === 'RRes' ? 'A' : 'S';
}
