import { Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { describeConfig, readConfig, secret } from './index.ts';

const schema = z.object({
  KASSA_PORT: z.coerce.number().int().min(1).max(65_435).default(4000).describe('the base port'),
  DATABASE_URL: z.url().optional().describe('a PostgreSQL to use'),
  API_KEY: secret('the key of the provider'),
});

describe('settings', () => {
  test('are parsed, defaulted, and secrets wrapped', () => {
    const config = readConfig(schema, { API_KEY: 'hidden-1', KASSA_PORT: '', OTHER: 'x' });
    expect(config).toEqual({ KASSA_PORT: 4000, API_KEY: expect.any(Secret) });
    expect(config.API_KEY.reveal()).toBe('hidden-1');
  });

  test('that are wrong are all named in one error, with what they are', () => {
    const read = () => readConfig(schema, { KASSA_PORT: 'abc', DATABASE_URL: 'nonsense' });
    expect(read).toThrow(/KASSA_PORT is wrong \(the base port\)/);
    expect(read).toThrow(/DATABASE_URL is wrong \(a PostgreSQL to use\)/);
    expect(read).toThrow(/API_KEY is not set \(the key of the provider\): set it/);
  });

  test('are printed with secrets and passwords masked', () => {
    const url = 'postgres://kassa:pa55w0rd@127.0.0.1:5432/kassa';
    const config = readConfig(schema, { API_KEY: 'hidden-1', DATABASE_URL: url });
    const text = describeConfig(schema, config).join('\n');
    expect(text).toContain('KASSA_PORT    4000');
    expect(text).toContain('postgres://kassa:****@127.0.0.1:5432/kassa');
    expect(text).not.toMatch(/hidden-1|pa55w0rd/);
  });

  test('a secret that is wrapped already stays wrapped once', () => {
    expect(secret().parse(new Secret('a')).reveal()).toBe('a');
  });
});
