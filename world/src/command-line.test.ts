import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { partyNames, placesOf } from './places.ts';
import { readSettings } from './settings.ts';
import { wantedPorts } from './start/wanted-ports.ts';

describe('the command line', () => {
  test.each([
    [[], { do: 'start', parties: [] }],
    [['acquirer-zelena'], { do: 'start', parties: ['acquirer-zelena'] }],
    [['gateway', 'inbox'], { do: 'start', parties: ['gateway', 'inbox'] }],
    [['--prove'], { do: 'prove' }],
    [['--help'], { do: 'help' }],
    [['gateway', '-h'], { do: 'help' }],
  ])('%j is understood', (args, value) => {
    expect(parseCommandLine(args)).toEqual({ ok: true, value });
  });

  test.each([
    [['acquirer'], 'there is no party "acquirer"'],
    [['--provee'], 'there is no option "--provee"'],
    [['--prove', 'gateway'], '--prove proves every book'],
  ])('%j is refused with %j', (args, words) => {
    const read = parseCommandLine(args);
    expect(read.ok ? '' : read.error).toContain(words);
  });
});

describe('the settings', () => {
  test('have defaults, and a data folder that is absolute', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: undefined });
    expect(settings.dataFolder).toMatch(/^\/.*\.kassa$/);
  });

  test.each([
    [{ KASSA_PORT: 'abc' }, 'KASSA_PORT is wrong'],
    [{ KASSA_PORT: '0' }, 'must be 1 or more'],
    [{ KASSA_PORT: '65500' }, 'must be 65436 or less'],
    [{ KASSA_HOST: 'example.com' }, 'KASSA_HOST'],
    [{ DATABASE_URL: 'mysql://x' }, 'must begin with postgres://'],
  ])('%j are refused with %j', (environment, words) => {
    expect(() => readSettings(environment)).toThrow(words);
  });
});

describe('the places', () => {
  test('lie all within a hundred ports of the base, each once', () => {
    const places = placesOf({ host: '127.0.0.1', port: 7000 });
    const ports = [
      ...wantedPorts(places, partyNames).map(({ port }) => port),
      places.wirePort('database'),
    ];
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.min(...ports)).toBe(7000);
    expect(Math.max(...ports)).toBeLessThan(7100);
    expect(places.url('issuer-plava')).toBe('http://127.0.0.1:7004');
  });
});
