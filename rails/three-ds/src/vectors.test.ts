// Our tables against tables compiled by others. Theirs are the view of a caller of a 3DS Server:
// what the server and the directory server add is not in them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  errorDescriptions,
  type Field,
  fieldsOf,
  type MessageType,
  type Version,
} from './index.ts';

const folder = process.env['KASSA_VECTORS'] ?? '../shared/vectors';
const isThere = existsSync(join(folder, '3ds/fields'));

const channelOf = { APP: '01', BRW: '02', '3RI': '03' } as const;
const row = z.object({
  categories: z.array(z.enum(['PA', 'NPA'])).optional(),
  channels: z.array(z.enum(['APP', 'BRW', '3RI'])).optional(),
  type: z.string(),
  inclusion: z.array(z.string()),
  requirements: z.array(z.string()).default([]),
});
const table = z.record(z.string(), z.array(row));

/** Where we differ on purpose, with the paragraph that decides. */
const differing: Readonly<Record<string, string>> = {
  'Erro threeDSServerTransID': 'conditional: absent when the message could not be read (A.5.5)',
};
/** Not an element of the message: an instruction to the 3DS Server that published the table. */
const instructions = ['ds'];
/** Elements of an app's native challenge and of the hop to the ACS, which a caller never sees. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  AReq: ['S', 'D'],
};

const files: readonly (readonly [MessageType, Version, string])[] = [
  ['AReq', '2.1.0', 'areq_210'],
  ['AReq', '2.2.0', 'areq_220'],
  ['ARes', '2.1.0', 'ares_210'],
  ['ARes', '2.2.0', 'ares_220'],
  ['CReq', '2.1.0', 'creq'],
  ['CReq', '2.2.0', 'creq'],
  ['CRes', '2.1.0', 'cres_210'],
  ['CRes', '2.2.0', 'cres_220'],
  ['RReq', '2.1.0', 'rreq_210'],
  ['RReq', '2.2.0', 'rreq_220'],
  ['Erro', '2.1.0', 'erro_210'],
  ['Erro', '2.2.0', 'erro_220'],
];

describe.runIf(isThere)('the tables compiled by others', () => {
  test.each(files)('%s %s agrees with %s', (type, version, file) => {
    const theirs = table.parse(
      JSON.parse(readFileSync(join(folder, `3ds/fields/${file}.json`), 'utf8')),
    );
    const ours = fieldsOf[type].filter((field) => field.versions.includes(version));
    for (const [name, rows] of Object.entries(theirs)) {
      if (instructions.includes(name)) continue;
      const field = ours.find((one) => one.name === name);
      expect(field, `${type} ${name} is in our table`).toBeDefined();
      const [their] = rows;
      if (!field || !their || differing[`${type} ${name}`]) continue;
      const channels = their.channels?.map((channel) => channelOf[channel]);
      expect({ name, ...shapeOf(field) }).toEqual({
        name,
        need: their.inclusion.join().toLowerCase(),
        channels: type === 'CReq' || !channels ? field.channels : channels,
        categories: their.categories?.map((one) => (one === 'PA' ? '01' : '02')) ?? ['01', '02'],
        type: their.type.replace(/^Array of .*/, 'list').replace(/^.* object$/, 'object'),
      });
    }
    const extra = ours.filter((field) => theirs[field.name] === undefined);
    const unexplained = extra.filter(
      (field) => !unseen[type]?.includes(field.addedBy ?? '') && field.channels.join() !== '01',
    );
    expect(unexplained.map((field) => field.name)).toEqual([]);
  });

  test.each(files)('%s %s refuses and takes what %s does', (type, version, file) => {
    const theirs = table.parse(
      JSON.parse(readFileSync(join(folder, `3ds/fields/${file}.json`), 'utf8')),
    );
    const ours = fieldsOf[type].filter((field) => field.versions.includes(version));
    for (const [name, rows] of Object.entries(theirs)) {
      const format = ours.find((one) => one.name === name)?.format;
      const words = rows[0]?.requirements.join(' ') ?? '';
      const max = /Max length: (\d+)/.exec(words)?.[1];
      if (format && 'max' in format && max) expect([name, format.max]).toEqual([name, Number(max)]);
      const values = /One of: (.*)/.exec(words)?.[1]?.split(' ');
      if (format?.kind === 'one_of' && values && name !== 'messageVersion') {
        expect([name, format.values]).toEqual([name, values]);
      }
      const regexp = /Regexp: (\S+)/.exec(words)?.[1];
      if (format?.kind === 'pattern' && regexp) {
        for (const value of probes) {
          // Their amounts may be empty; an element that is there but empty is refused here.
          if (value === '') continue;
          const isTheirs = new RegExp(regexp).test(value) && value.length <= format.max;
          const isOurs =
            format.pattern.test(value) && value.length >= format.min && value.length <= format.max;
          expect([name, value, isOurs]).toEqual([
            name,
            value,
            isTheirs && isLongEnough(words, value),
          ]);
        }
      }
    }
  });

  test('the error codes are the same', () => {
    const file = join(folder, 'reference/3ds-transstatus-errors.json');
    const facts = z
      .object({ errorCodes: z.array(z.string()), RRes_required: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(Object.keys(errorDescriptions).sort()).toEqual(facts.errorCodes);
    const required = fieldsOf.RRes.filter((field) => field.need === 'required');
    expect(required.map((field) => field.name).sort()).toEqual(facts.RRes_required);
  });
});

if (!isThere) test.skip(`the tables compiled by others (no folder ${folder}/3ds/fields)`);

const probes = [
  ...Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0')),
  ...[
    '',
    '1',
    '070',
    '12345',
    '+60',
    '-600',
    '-60000',
    '4000002760003184',
    '400',
    'Y',
    'a.b.c',
    'a',
  ],
  'AAABBBCCCDDDEEEFFFGGGHHHIII=',
  'AAABBBCCCDDDEEEFFFGGGHHHIIIJ',
];

function isLongEnough(words: string, value: string): boolean {
  const exact = /(?<!Max |Min )[Ll]ength: (\d+)/.exec(words)?.[1];
  return exact === undefined || value.length === Number(exact);
}

function shapeOf(field: Field) {
  const { need, channels, categories, format } = field;
  const kinds = { boolean: 'bool', json: 'json', object: 'object', list: 'list' } as const;
  const type = format.kind in kinds ? kinds[format.kind as keyof typeof kinds] : 'string';
  return { need, channels, categories, type };
}
