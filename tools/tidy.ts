// The law of the house as functions over sources: floors, doors, declared dependencies, purity.
// tidy.test.ts runs them over the real tree, and over planted breaches that each must be found.

export type Source = { readonly path: string; readonly text: string };
export type Manifest = {
  readonly folder: string;
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
export type Breach = { readonly where: string; readonly what: string };

/** Which floor a package stands on; imports go down, or sideways where the floor allows it. */
const floors: readonly (readonly [folder: RegExp, floor: number, sideways: boolean])[] = [
  [/^base\//, 0, true],
  [/^rails\//, 1, true],
  [/^platform\//, 1, true],
  [/^ledger$/, 2, false],
  [/^parties\//, 3, false],
  [/^world$/, 4, false],
];

const linesMax = 400;
const ioModules =
  /^node:(fs|net|http|https|http2|dgram|tls|dns|child_process|cluster|worker_threads|process|os)(\/|$)/;
const paymentWords =
  /\b\w*(payment|merchant|acquirer|issuer|cardholder|refund|chargeback|settlement)\w*/i;

export function breaches(sources: readonly Source[], manifests: readonly Manifest[]): Breach[] {
  return [
    ...sources.flatMap((source) => breachesOf(source, manifests)),
    ...manifests.flatMap(unpinned),
  ];
}

function breachesOf(source: Source, manifests: readonly Manifest[]): Breach[] {
  const home = manifests.find((manifest) => source.path.startsWith(`${manifest.folder}/`));
  const found: string[] = [...shapeBreaches(source)];
  if (home) {
    for (const target of importsOf(source.text)) {
      found.push(...importBreaches(source.path, home, target, manifests));
    }
    if (home.folder.startsWith('platform/') && !isTest(source.path)) {
      // `payment=()` is the browser's own word in Permissions-Policy.
      const word = paymentWords.exec(withoutComments(source.text).replace('payment=()', ''));
      if (word) found.push(`the platform knows not one payment word, but says "${word[0]}"`);
    }
  }
  return found.map((what) => ({ where: source.path, what }));
}

function* shapeBreaches({ path, text }: Source): Generator<string> {
  const lines = text.split('\n').length;
  if (lines > linesMax) yield `${lines} lines; ${linesMax} are the most`;
  if (/^export \* from/m.test(text)) yield 'a door lists what it opens: no "export *"';
  if (isTest(path) && /^\s*(test|it|describe)\.only\(/m.test(text))
    yield 'a focused test hides others';
}

function* importBreaches(
  path: string,
  home: Manifest,
  target: string,
  manifests: readonly Manifest[],
): Generator<string> {
  if (target.startsWith('.')) {
    if (escapes(path, target, home.folder)) yield `"${target}" leaves the package`;
    return;
  }
  if (target.startsWith('node:')) {
    if (home.folder.startsWith('base/') && !isTest(path)) yield `base is pure: no "${target}"`;
    if (home.folder.startsWith('rails/') && !isTest(path) && ioModules.test(target)) {
      yield `rails do no I/O: no "${target}"`;
    }
    return;
  }
  const name = packageName(target);
  const inner = manifests.find((manifest) => manifest.name === name);
  if (name.startsWith('@kassa/') && !inner) yield `"${name}" is no package of this project`;
  if (inner && target !== name) yield `"${target}" goes past the door of ${name}`;
  if (inner && name !== home.name && !mayImport(home, inner)) {
    yield `${home.name} stands too low, or beside: it may not import ${name}`;
  }
  if (!inner && home.folder.startsWith('base/') && !isTest(path)) {
    yield `base is pure: no npm package "${name}"`;
  }
  if (!isDeclared(name, home, isTest(path))) yield `"${name}" is not declared in ${home.folder}`;
}

function mayImport(from: Manifest, to: Manifest): boolean {
  const [fromFloor, sideways] = floorOf(from);
  const [toFloor] = floorOf(to);
  if (toFloor !== fromFloor) return toFloor < fromFloor;
  return sideways && from.folder.split('/')[0] === to.folder.split('/')[0];
}

function floorOf(manifest: Manifest): readonly [floor: number, sideways: boolean] {
  const found = floors.find(([folder]) => folder.test(manifest.folder));
  if (!found) throw new Error(`${manifest.folder} stands on no floor`);
  return [found[1], found[2]];
}

function isDeclared(name: string, home: Manifest, inTest: boolean): boolean {
  if (name === home.name || name in home.dependencies) return true;
  return inTest && (name in home.devDependencies || name === 'vitest' || name === 'fast-check');
}

function unpinned(manifest: Manifest): Breach[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  return Object.entries(all)
    .filter(([name, version]) => !name.startsWith('@kassa/') && !/^\d|^npm:/.test(version))
    .map(([name, version]) => ({
      where: `${manifest.folder}/package.json`,
      what: `${name} "${version}" is not an exact version`,
    }));
}

const importForms = [
  /^\s*(?:import|export)\s[^'"`;]*?\sfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
];

export function importsOf(text: string): string[] {
  return importForms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
}

function packageName(target: string): string {
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/');
}

function escapes(path: string, target: string, folder: string): boolean {
  const at = path.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') at.pop();
    else if (step !== '.') at.push(step);
  }
  return !`${at.join('/')}/`.startsWith(`${folder}/`);
}

/** Tests, and what only tests use, may reach for development packages. */
function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/(testing|journeys|conformance)\//.test(path);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, '');
}
