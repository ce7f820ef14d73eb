// What an operation may be asked, as JSON Schema: drawn from the very schema that validates, so that
// what is written here is what is taken.

import { assert } from '@kassa/result';
import { z } from 'zod';
import type { Operation } from '../api/kernel/operation.ts';
import { forms } from '../api/kernel/parameters.ts';

export type Schema = z.core.JSONSchema.BaseSchema;

export type Parameters = {
  /** Of an object; what is refused by name is no property of it, and stands in `x-refused`. */
  readonly schema: Schema;
  /** Parameters of the original that are not here, each with what the refusal says. */
  readonly refused: ReadonlyMap<string, string>;
};

export function parametersOf({ name, input }: Pick<Operation, 'name' | 'input'>): Parameters {
  const refused = new Map<string, string>();
  const { $schema: _, ...schema } = z.toJSONSchema(input, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema, path }) => {
      const form = forms.get(zodSchema);
      if (form !== undefined) replace(jsonSchema, form);
      const absent = absentIn(zodSchema);
      if (absent.size === 0) return;
      for (const missing of absent.keys()) delete jsonSchema.properties?.[missing];
      jsonSchema['x-refused'] = Object.fromEntries(absent);
      if (path.length === 0) for (const [key, why] of absent) refused.set(key, why);
    },
  });
  assert(schema.type === 'object', `the parameters of ${name} are no object`);
  return { schema, refused };
}

function replace(schema: Schema, by: object): void {
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, by);
}

/** The properties of an object that can only be left out, with what is said to who gives them. */
function absentIn(schema: z.core.$ZodType): ReadonlyMap<string, string> {
  if (!(schema instanceof z.ZodObject)) return new Map();
  return new Map(
    Object.entries(schema.shape).flatMap(([name, property]): [string, string][] => {
      if (!isNothing(property)) return [];
      const why = z.safeParse(property, 'something').error?.issues[0]?.message;
      return [[name, why ?? 'It is not taken.']];
    }),
  );
}

function isNothing(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional) return isNothing(schema.def.innerType);
  return schema instanceof z.ZodUndefined || schema instanceof z.ZodNever;
}
