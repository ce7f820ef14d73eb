// The shapes of answers, drawn from what was answered to the examples: each kind of object by its
// name, with the fields that it showed. A test holds every answer against them.

import type { Schema } from './parameters.ts';
import type { Records } from './recorded.ts';

/** What was seen in one place, over all answers. */
type Sight = {
  times: number;
  readonly types: Set<string>;
  readonly kinds: Set<string>;
  readonly fields: Map<string, Sight>;
  members: Sight | undefined;
};

const unseen = (): Sight => ({
  times: 0,
  types: new Set(),
  kinds: new Set(),
  fields: new Map(),
  members: undefined,
});

/** By name: `charge`, `deleted_customer`. */
export type ObjectSchemas = ReadonlyMap<string, Schema>;

export function objectSchemas(records: Records): ObjectSchemas {
  const kinds = new Map<string, Sight>();
  for (const { status, answer } of records.values()) {
    if (status === 200) look(answer, unseen(), kinds);
  }
  const names = [...kinds.keys()].sort();
  return new Map(names.map((name) => [name, schemaOfKind(name, kinds.get(name) ?? unseen())]));
}

/** The kind of an object by its name among the schemas; none for lists, which are drawn in place. */
function kindOf(value: object): string | undefined {
  const { object, deleted, ...rest } = Object.fromEntries(Object.entries(value));
  if (typeof object !== 'string' || object === 'list' || object === 'search_result') return;
  // The second interface shows nothing but the id of what is gone.
  const isGone = deleted === true || Object.keys(rest).join() === 'id';
  return isGone ? `deleted_${object}` : object;
}

function look(value: unknown, sight: Sight, kinds: Map<string, Sight>): void {
  sight.times += 1;
  if (Array.isArray(value)) {
    sight.types.add('array');
    sight.members ??= unseen();
    for (const one of value) look(one, sight.members, kinds);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    sight.types.add(typeOf(value));
    return;
  }
  const kind = kindOf(value);
  if (kind === undefined) sight.types.add('object');
  else sight.kinds.add(kind);
  const own = kind === undefined ? sight : (kinds.get(kind) ?? unseen());
  if (kind !== undefined) {
    kinds.set(kind, own);
    own.times += 1;
  }
  for (const [name, inner] of Object.entries(value)) {
    const field = own.fields.get(name) ?? unseen();
    own.fields.set(name, field);
    look(inner, field, kinds);
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const pairs = { type: 'object', additionalProperties: { type: 'string' } } as const;

function schemaOfKind(kind: string, sight: Sight): Schema {
  const schema = objectSchema(sight);
  const object = kind.replace(/^deleted_/, '');
  return { ...schema, properties: { ...schema.properties, object: { const: object } } };
}

function objectSchema({ fields, times }: Sight): Schema {
  const names = [...fields.keys()];
  const always = names.filter((name) => fields.get(name)?.times === times);
  return {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name) => [
        name,
        name === 'metadata' ? pairs : schemaOf(fields.get(name) ?? unseen()),
      ]),
    ),
    ...(always.length === 0 ? {} : { required: always }),
  };
}

function schemaOf(sight: Sight): Schema {
  const { types, kinds, members } = sight;
  const plain = [...types].filter((type) => type !== 'object' && type !== 'array').sort();
  const schemas: Schema[] = [...kinds]
    .sort()
    .map((kind) => ({ $ref: `#/components/schemas/${kind}` }));
  if (types.has('object')) schemas.push(objectSchema(sight));
  if (types.has('array')) {
    const isEmpty = members === undefined || members.times === 0;
    schemas.push({ type: 'array', ...(isEmpty ? {} : { items: schemaOf(members) }) });
  }
  // What was never there but as null may be anything when it is there.
  if (schemas.length === 0 && plain.join() === 'null') return {};
  schemas.push(...plain.map((type): Schema => ({ type: type as SimpleType })));
  const [only] = schemas;
  return schemas.length === 1 && only !== undefined ? only : { anyOf: schemas };
}

type SimpleType = 'null' | 'integer' | 'number' | 'string' | 'boolean';
