import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { linksOf } from './faults/lines.ts';
import { proxyPorts } from './faults/open-faults.ts';
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
    [
      ['--fault', 'gateway-ds * drop', '--seed=7', 'gateway', '--fault=ds-acs * refuse'],
      {
        do: 'start',
        parties: ['gateway'],
        faults: { set: ['gateway-ds * drop', 'ds-acs * refuse'], seed: 7 },
      },
    ],
  ])('%j is understood', (args, value) => {
    expect(parseCommandLine(args)).toEqual({ ok: true, value });
  });

  test.each([
    [['acquirer'], 'there is no party "acquirer"'],
    [['--provee'], 'there is no option "--provee"'],
    [['--prove', 'gateway'], '--prove proves every book'],
    [['--prove', '--seed', '1'], '--prove breaks nothing'],
    [['--seed', 'x'], 'the seed "x" is wrong'],
    [['--fault'], 'it has the form <link> <kind or *> <fault>'],
    [['--fault', 'gateway-ds * vanish'], 'there is no fault "vanish"'],
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
    [{ KASSA_PORT: '6000' }, 'open none, since other protocols own the port: 6000 (lobby)'],
    [{ KASSA_PORT: '6660' }, '6669 (acquirer-crvena)'],
    [{ KASSA_PORT: '65400' }, 'must be 65336 or less'],
    [{ KASSA_HOST: 'example.com' }, 'KASSA_HOST'],
    [{ DATABASE_URL: 'mysql://x' }, 'must begin with postgres://'],
  ])('%j are refused with %j', (environment, words) => {
    expect(() => readSettings(environment)).toThrow(words);
  });
});

describe('the places', () => {
  test('lie all within two hundred ports of the base, each once', () => {
    const places = placesOf({ host: '127.0.0.1', port: 7000 });
    const ports = [
      ...proxyPorts(linksOf(places, partyNames, 'postgres://localhost')).map(({ port }) => port),
      ...wantedPorts(places, partyNames).map(({ port }) => port),
      places.wirePort('database'),
    ];
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.min(...ports)).toBe(7000);
    expect(Math.max(...ports)).toBeLessThan(7200);
    expect(places.url('issuer-plava')).toBe('http://127.0.0.1:7004');
  });
});
