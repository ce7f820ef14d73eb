import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breaches, importsOf, type Manifest, type Source } from './tidy.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(root + path));

const read = (path: string) => readFileSync(root + path, 'utf8');

// What stands in compat/ is installed by itself, and is no package of this house.
const manifests: Manifest[] = files
  .filter((path) => /.\/package\.json$/.test(path) && !path.startsWith('compat/'))
  .map((path) => {
    const { name, dependencies = {}, devDependencies = {} } = JSON.parse(read(path));
    return { folder: path.replace('/package.json', ''), name, dependencies, devDependencies };
  });
const sources: Source[] = files
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: read(path) }));

describe('the house', () => {
  test('has its packages and sources in sight', () => {
    expect(manifests.length).toBeGreaterThan(20);
    expect(sources.length).toBeGreaterThan(manifests.length);
  });

  test('keeps its floors, doors and declared dependencies', () => {
    expect(breaches(sources, manifests)).toEqual([]);
  });

  test.each(manifests.map(({ folder }) => folder))('%s has one door', (folder) => {
    expect(JSON.parse(read(`${folder}/package.json`)).exports).toBe('./src/index.ts');
    expect(existsSync(`${root}${folder}/src/index.ts`)).toBe(true);
  });

  test('locks the binaries of every platform, or `npm ci` refuses the file: npm run lock', () => {
    const locked: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
      read('package-lock.json'),
    ).packages;
    const wanted = Object.values(locked).flatMap((entry) =>
      Object.entries(entry.optionalDependencies ?? {})
        .filter(([, version]) => /^\d/.test(version))
        .map(([name]) => `node_modules/${name}`),
    );
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((path) => !(path in locked))).toEqual([]);
  });

  test('speaks of the project alone: no path of a machine, no address of a registry', () => {
    const told = files
      .filter((path) => !/\.(png|jpg|pdf)$/.test(path) && !path.startsWith('tools/tidy'))
      .filter((path) => /\/(work|root|home)\/[a-z.]|"resolved": "https?:/.test(read(path)));
    expect(told).toEqual([]);
  });
});

const shop: Manifest = {
  folder: 'parties/shop',
  name: '@kassa/shop',
  dependencies: { '@kassa/money': '*', '@kassa/gateway': '*', stripe: '23.1.0' },
  devDependencies: { 'fast-check': '4.0.0' },
};
const gateway: Manifest = { ...shop, folder: 'parties/gateway', name: '@kassa/gateway' };
const money: Manifest = { ...shop, folder: 'base/money', name: '@kassa/money', dependencies: {} };
const codec: Manifest = { ...shop, folder: 'rails/iso8583', name: '@kassa/iso8583' };
const http: Manifest = { ...shop, folder: 'platform/http', name: '@kassa/http' };
const town = [shop, gateway, money, codec, http];

describe('a planted breach is found', () => {
  test.each([
    ['parties/shop/src/a.ts', "import { x } from '@kassa/gateway';", /may not import/],
    ['base/money/src/a.ts', "import { x } from '@kassa/http';", /may not import/],
    ['base/money/src/a.ts', "import { readFile } from 'node:fs';", /pure/],
    ['base/money/src/a.ts', "import big from 'big.js';", /pure/],
    ['rails/iso8583/src/a.ts', "import net from 'node:net';", /no I\/O/],
    ['rails/iso8583/src/a.ts', "import { x } from '@kassa/http';", /may not import/],
    ['parties/shop/src/a.ts', "import { x } from '../../gateway/src/a.ts';", /leaves the package/],
    ['parties/shop/src/a.ts', "import { x } from '@kassa/money/src/a.ts';", /past the door/],
    ['parties/shop/src/a.ts', "import pino from 'pino';", /not declared/],
    ['parties/shop/src/a.ts', "import fc from 'fast-check';", /not declared/],
    ['parties/shop/src/a.ts', "const a = await import('pino');", /not declared/],
    ['parties/shop/src/a.ts', "export * from './b.ts';", /lists what it opens/],
    ['parties/shop/src/a.ts', 'x\n'.repeat(401), /lines/],
    ['platform/http/src/a.ts', 'const refundPath = 1;', /payment word/],
    ['parties/shop/src/a.test.ts', "test.only('x', () => {});", /focused/],
  ])('%s: %s', (path, text, what) => {
    const found = breaches([{ path, text }], town);
    expect(found.map((breach) => breach.what).join()).toMatch(what);
  });

  test('and what is allowed is left alone', () => {
    const good = [
      { path: 'parties/shop/src/a.ts', text: "import { x } from '@kassa/money';" },
      { path: 'parties/shop/src/a/b.ts', text: "import { x } from '../c.ts';" },
      { path: 'parties/shop/src/a.test.ts', text: "import fc from 'fast-check';" },
      { path: 'platform/http/src/a.ts', text: '// refund\nconst a = 1;' },
    ];
    expect(breaches(good, town)).toEqual([]);
  });

  test('every form of import is seen', () => {
    const text = "import a from 'a';\nimport 'b';\nexport { c } from 'c';\nawait import('d');";
    expect(importsOf(text)).toEqual(['a', 'c', 'b', 'd']);
  });

  test('a version that is not exact is found', () => {
    const loose = { ...shop, dependencies: { pino: '^10.0.0' } };
    expect(breaches([], [loose])).toEqual([
      { where: 'parties/shop/package.json', what: 'pino "^10.0.0" is not an exact version' },
    ]);
  });
});
