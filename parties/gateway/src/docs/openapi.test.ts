// The OpenAPI document as it is served: valid, whole, and true of what is answered.

import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../api/kernel/operation.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { objectSchemas } from './object-schemas.ts';
import { answerSchema } from './openapi.ts';
import { readRecords } from './recorded.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function served() {
  const answer = await fetch(`${gateway.url}/docs/openapi.json`);
  expect(answer.headers.get('content-type')).toContain('application/json');
  return JSON.parse(await answer.text());
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(await served());
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test('has every operation of the registry, at its address, under its name', async () => {
    const { paths } = await served();
    for (const { name, method, url } of gateway.operations) {
      const path = url.replaceAll(/:(\w+)/g, '{$1}');
      expect(paths[path]?.[method.toLowerCase()]?.operationId).toBe(name);
    }
  });

  test('says amounts, flags, lists and texts as what they are, not as forms carry them', async () => {
    const { paths } = await served();
    const body = paths['/v1/payment_intents'].post.requestBody.content;
    const { schema, encoding } = body['application/x-www-form-urlencoded'];
    const { amount, currency, confirm, metadata, expand, receipt_email: mail } = schema.properties;
    expect(amount).toMatchObject({ type: 'integer', minimum: 1, maximum: 999_999_999_999 });
    expect(currency).toMatchObject({ type: 'string', pattern: '^[A-Za-z]{3}$' });
    expect(confirm).toEqual({ type: 'boolean' });
    expect(metadata.anyOf[1]).toMatchObject({ type: 'object' });
    expect(mail.anyOf[0]).toEqual({ type: 'string', const: '' });
    expect(expand).toMatchObject({ type: 'array', items: { type: 'string' } });
    expect(encoding.metadata).toEqual({ style: 'deepObject', explode: true });
    expect(schema.required).toEqual(['amount', 'currency']);
    expect(schema.additionalProperties).toBe(false);
  });

  test('says who may call: every operation the secret key, some a publishable one', async () => {
    const { paths, security } = await served();
    expect(security).toEqual([{ secretKey: [] }, { secretKeyAsUser: [] }]);
    const { post } = paths['/v1/payment_methods'];
    expect(post.security).toContainEqual({ publishableKey: [] });
    expect(paths['/v1/refunds'].post.security).toBeUndefined();
  });
});

describe('what was answered fits the schema of the answer', () => {
  const records = readRecords();
  const schemas = objectSchemas(records);
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'kassa', components: { schemas: Object.fromEntries(schemas) } });
  const known = new Map<string, ValidateFunction>();
  const fitsOf = ({ answers, url }: Pick<Operation, 'answers' | 'url'>): ValidateFunction => {
    const schema = JSON.stringify(answerSchema({ answers, url }, schemas));
    const fits = known.get(schema) ?? ajv.compile(JSON.parse(schema.replaceAll('"#/', '"kassa#/')));
    known.set(schema, fits);
    return fits;
  };

  test.each([...records].filter(([, { status }]) => status === 200))('%s', (name, { answer }) => {
    const operation = gateway.operations.find((one) => one.name === name);
    const fits = fitsOf(operation ?? { answers: '', url: '' });
    fits(answer);
    expect(fits.errors ?? []).toEqual([]);
  });
});
