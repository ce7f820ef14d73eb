// The OpenAPI document: every operation of the registry, its parameters from the schemas that
// validate, its answers from the examples that ran. Nothing here is written by hand twice.

import { examples } from '../api/examples/all-examples.ts';
import { type Operation, rightOf } from '../api/kernel/operation.ts';
import { currentVersion } from '../api/versions/known-versions.ts';
import { type ObjectSchemas, objectSchemas } from './object-schemas.ts';
import { components, headersOfAnswers } from './openapi-parts.ts';
import { type Parameters, parametersOf, type Schema } from './parameters.ts';
import type { Recorded, Records } from './recorded.ts';
import { resourceOf } from './reference/chapters.ts';

export type Document = Readonly<Record<string, unknown>>;

type Means = {
  readonly operations: readonly Operation[];
  readonly records: Records;
  readonly publicUrl: string;
};

export function openApi({ operations, records, publicUrl }: Means): Document {
  const schemas = objectSchemas(records);
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = operation.url.replaceAll(/:(\w+)/g, '{$1}');
    const record = records.get(operation.name);
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: operationObject(operation, { record, schemas }),
    };
  }
  const tags = [...new Set(operations.map(({ name }) => resourceOf(name)))];
  return {
    openapi: '3.1.1',
    info: {
      title: 'Kassa',
      version: currentVersion,
      summary: 'A payment gateway whose API is Stripe’s.',
      description: `The official client of Stripe speaks it. The same for people: ${publicUrl}/docs/api`,
    },
    servers: [{ url: publicUrl }],
    tags: tags.map((name) => ({ name })),
    security: [{ secretKey: [] }, { secretKeyAsUser: [] }],
    paths,
    components: components(schemas),
  };
}

type About = { readonly record: Recorded | undefined; readonly schemas: ObjectSchemas };

function operationObject(operation: Operation, { record, schemas }: About): object {
  const { name, method, url, summary, publishable } = operation;
  const parameters = parametersOf(operation);
  const { resource, access } = rightOf(operation);
  const isPost = method === 'POST';
  return {
    operationId: name,
    tags: [resourceOf(name)],
    summary,
    description: `A restricted key needs the right to ${access} ${resource}.`,
    ...(publishable
      ? { security: [{ secretKey: [] }, { secretKeyAsUser: [] }, { publishableKey: [] }] }
      : {}),
    parameters: [
      ...[...url.matchAll(/:(\w+)/g)].map(([, id = '']) => pathParameter(id, record)),
      ...(isPost ? [] : queryParameters(parameters, record)),
      ...(isPost ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      { $ref: '#/components/parameters/StripeAccount' },
      { $ref: '#/components/parameters/StripeVersion' },
    ],
    ...(isPost ? { requestBody: requestBody(operation, parameters, record) } : {}),
    responses: responses(operation, { record, schemas }),
  };
}

function pathParameter(name: string, record: Recorded | undefined): object {
  const example = record?.at[name];
  return {
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    ...(example === undefined ? {} : { example }),
  };
}

function queryParameters({ schema }: Parameters, record: Recorded | undefined): object[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).map(([name, of]) => {
    const example = record?.params[name];
    return {
      ...{ name, in: 'query', required: required.includes(name), schema: of },
      ...(isNested(of) ? nested : {}),
      ...(example === undefined ? {} : { example }),
    };
  });
}

/** `created[gte]=…`, `expand[0]=…` */
const nested = { style: 'deepObject', explode: true } as const;

function isNested(schema: Schema | boolean): boolean {
  if (typeof schema === 'boolean') return false;
  if (schema.type === 'object' || schema.type === 'array') return true;
  return (schema.anyOf ?? []).some(isNested);
}

function requestBody({ name, url }: Operation, parameters: Parameters, record?: Recorded): object {
  const { schema } = parameters;
  const example = record === undefined ? {} : { example: record.params };
  if (url.startsWith('/v2/')) return { content: { 'application/json': { schema, ...example } } };
  if (examples[name]?.upload !== undefined) {
    const file = { type: 'string', format: 'binary' };
    const whole = { ...schema, properties: { ...schema.properties, file } };
    return { required: true, content: { 'multipart/form-data': { schema: whole } } };
  }
  const deep = Object.entries(schema.properties ?? {}).filter(([, of]) => isNested(of));
  const encoding = Object.fromEntries(deep.map(([field]) => [field, nested]));
  return {
    required: (schema.required ?? []).length > 0,
    content: {
      'application/x-www-form-urlencoded': {
        schema,
        ...(deep.length === 0 ? {} : { encoding }),
        ...example,
      },
    },
  };
}

function responses(operation: Operation, { record, schemas }: About): object {
  const isAnswered = record?.status === 200;
  const success = {
    description: operation.answers,
    headers: headersOfAnswers,
    content: {
      'application/json': {
        schema: answerSchema(operation, schemas),
        ...(isAnswered ? { example: record.answer } : {}),
      },
    },
  };
  const error = { $ref: '#/components/responses/Error' };
  return { '200': success, default: error };
}

export function answerSchema(
  { answers, url }: Pick<Operation, 'answers' | 'url'>,
  schemas: ObjectSchemas,
): Schema {
  const one = (kind: string): Schema =>
    schemas.has(kind)
      ? { $ref: `#/components/schemas/${kind}` }
      : { type: 'object', properties: { object: { const: kind } }, required: ['object'] };
  const [, deleted] = /^deleted (.+)$/.exec(answers) ?? [];
  if (deleted !== undefined) return one(`deleted_${deleted}`);
  const [, how, kind] = /^(list|search) of (.+)$/.exec(answers) ?? [];
  if (kind === undefined) return one(answers);
  if (url.startsWith('/v2/')) return secondPage(one(kind));
  const object = how === 'list' ? 'list' : 'search_result';
  return {
    type: 'object',
    properties: {
      object: { const: object },
      data: { type: 'array', items: one(kind) },
      has_more: { type: 'boolean' },
      url: { type: 'string' },
      ...(how === 'search' ? { next_page: { type: ['string', 'null'] } } : {}),
    },
    required: ['object', 'data', 'has_more', 'url'],
  };
}

/** The second interface pages by whole addresses. */
function secondPage(items: Schema): Schema {
  const address: Schema = { type: ['string', 'null'] };
  return {
    type: 'object',
    properties: {
      data: { type: 'array', items },
      next_page_url: address,
      previous_page_url: address,
    },
    required: ['data', 'next_page_url', 'previous_page_url'],
  };
}
