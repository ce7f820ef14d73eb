// What the official client declares: its resources' methods, with address and answer, and the fields
// of every object. Read from its published declarations line by line, as they are printed one
// statement a line; a line that is not understood stops the reading, so nothing is silently passed.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assert } from '@kassa/result';

export type Field = { readonly name: string; readonly isOptional: boolean; readonly type: string };
export type Shape = {
  readonly fields: Map<string, Field>;
  readonly bases: readonly string[];
  /** Takes any key: metadata. */
  isOpen: boolean;
};
export type Method = {
  readonly name: string;
  readonly httpMethod: string;
  /** `/v1/charges/{id}/capture` */
  readonly path: string;
  /** What is promised, such as `ApiListPromise<Charge>`. */
  readonly answers: string;
};
export type Declarations = {
  readonly file: string;
  /** By its full name in the file: `Dispute.Evidence`. */
  readonly shapes: Map<string, Shape>;
  readonly aliases: Map<string, string>;
  /** Name here → file and name there. */
  readonly imports: Map<string, { readonly file: string; readonly name: string }>;
  readonly methods: readonly Method[];
};

/** `node_modules/stripe/esm` */
const clientFolder = join(dirname(createRequire(import.meta.url).resolve('stripe')), '../esm');

const known = new Map<string, Declarations>();

/** `file` from the client's folder, without its ending: `resources/Charges`. */
export function declarationsOf(file: string): Declarations {
  const found = known.get(file) ?? read(file);
  known.set(file, found);
  return found;
}

/** One scope that is open: where its members go, or nowhere. */
type Scope = {
  readonly name?: string;
  readonly shape?: Shape;
  readonly isClass?: boolean;
  /** Of an object written in place: takes what stands after its end, such as `| null`. */
  readonly end?: (rest: string) => void;
};

function read(file: string): Declarations {
  const text = readFileSync(join(clientFolder, `${file}.d.ts`), 'utf8').replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    '',
  );
  const into: Declarations = {
    file,
    shapes: new Map(),
    aliases: new Map(),
    imports: new Map(),
    methods: readMethods(file, text),
  };
  const scopes: Scope[] = [];
  for (const line of text.split('\n')) {
    const statement = line.trim();
    if (statement !== '') take(statement, scopes, into);
  }
  assert(scopes.length === 0, `${file}.d.ts was not understood to its end`);
  return into;
}

function take(statement: string, scopes: Scope[], into: Declarations): void {
  const opened =
    /^(?:export )?(?:declare )?(interface|namespace|class|type) (\w+)(?:<[^>]*>)?(?: =| extends ([^{]+))? \{(\})?$/.exec(
      statement,
    );
  if (opened) {
    const [, kind, name = '', bases = '', isClosed] = opened;
    if (kind === 'namespace' || kind === 'class')
      return void scopes.push({ name, isClass: kind === 'class' });
    const shape = openShape(bases);
    into.shapes.set(fullName(scopes, name), shape);
    if (!isClosed) scopes.push({ shape });
    return;
  }
  if (statement.startsWith('}')) {
    scopes.pop()?.end?.(statement.slice(1).replace(/;$/, ''));
    return;
  }
  if (scopes.some(({ isClass }) => isClass)) {
    if (statement.endsWith('{')) scopes.push({ isClass: true });
    return;
  }
  const imported = /^import (?:type )?\{ (.+) \} from '\.{1,2}\/(.+)\.js';$/.exec(statement);
  if (imported) return void takeImports(imported[1] ?? '', fileBeside(into.file, statement), into);
  const alias = /^(?:export )?(?:declare )?type (\w+)(?:<[^>]*>)? = (.+);$/.exec(statement);
  if (alias) return void into.aliases.set(fullName(scopes, alias[1] ?? ''), alias[2] ?? '');
  const shape = scopes.at(-1)?.shape;
  if (shape) return void takeField(statement, shape, { scopes, into });
  assert(/^(import|export|const|get |set )/.test(statement), `not understood: ${statement}`);
}

function takeField(
  statement: string,
  shape: Shape,
  { scopes, into }: { readonly scopes: Scope[]; readonly into: Declarations },
): void {
  const field = /^(?:readonly )?['"]?([\w.-]+)['"]?(\?)?: (.+)$/.exec(statement);
  if (/^\[\w+: \w+\]: /.test(statement)) shape.isOpen = true;
  else if (field) {
    const [, name = '', mark, type = ''] = field;
    const isOptional = mark !== undefined;
    if (!type.endsWith('{')) {
      shape.fields.set(name, { name, isOptional, type: type.replace(/;$/, '') });
      return;
    }
    // An object written in place: it gets a name that no source can have.
    const inner = openShape('');
    const made = `in-place-${into.shapes.size}`;
    into.shapes.set(made, inner);
    const end = (rest: string) => {
      shape.fields.set(name, { name, isOptional, type: type.replace('{', made) + rest });
    };
    scopes.push({ shape: inner, end });
  } else assert(/\): .+;$/.test(statement), `not understood: ${statement}`);
  if (shape.isOpen && statement.endsWith('{')) scopes.push({ shape: openShape('') });
}

function takeImports(names: string, file: string, into: Declarations): void {
  for (const one of names.split(', ')) {
    const [name = '', as = name] = one.replace(/^type /, '').split(' as ');
    into.imports.set(as, { file, name });
  }
}

function fileBeside(file: string, statement: string): string {
  const target = /from '(.+)\.js'/.exec(statement)?.[1] ?? '';
  return join(dirname(file), target);
}

function openShape(bases: string): Shape {
  return { fields: new Map(), bases: bases === '' ? [] : bases.split(', '), isOpen: false };
}

function fullName(scopes: readonly Scope[], name: string): string {
  return [...scopes.flatMap((scope) => scope.name ?? []), name].join('.');
}

/** Names and answers are declared; method and address stand in the code beside. */
function readMethods(file: string, declared: string): Method[] {
  const start = declared.search(/^export declare class \w+Resource extends StripeResource/m);
  if (start < 0) return [];
  const body = declared.slice(start, declared.indexOf('\n}', start));
  const code = readFileSync(join(clientFolder, `${file}.js`), 'utf8');
  return [...body.matchAll(/^ {4}(\w+)\(.*\): (?:Promise<Response<(.+)>>|(\w+<.+>));$/gm)]
    .filter(([, name = '']) => code.includes(`\n    ${name}(`))
    .flatMap(([, name = '', single, many]) => {
      const source = code.slice(code.indexOf(`\n    ${name}(`));
      const asked = /_makeRequest\('(\w+)', [`'](.+?)[`'], /.exec(source.slice(0, 4000));
      if (asked === null) return [];
      const path = (asked[2] ?? '').replaceAll(/\$\{encodeURIComponent\((\w+)\)\}/g, '{$1}');
      return [{ name, httpMethod: asked[1] ?? '', path, answers: single ?? many ?? '' }];
    });
}
