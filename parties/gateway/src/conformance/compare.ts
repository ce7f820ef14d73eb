// Holds an answer against what the official client declares for it: fields that must be there and are
// not, fields that nobody declares, values outside a closed list. It judges shape, never meaning.

import { type Declarations, declarationsOf, type Shape } from './declared.ts';

export type Gap = {
  readonly kind: 'missing' | 'undeclared' | 'value' | 'null';
  /** `PaymentIntent.next_action.type` */
  readonly where: string;
};

/** Where a name is declared. */
type Place = { readonly in: Declarations; readonly name: string };
type Spot = { readonly place: Place; readonly where: string };

export function gapsOf(answer: unknown, answers: string, file: string): Gap[] {
  const gaps: Gap[] = [];
  const place = { in: declarationsOf(file), name: '' };
  compare(answer, answers, { place, where: nameIn(answers) }, gaps);
  return gaps.filter(({ where }, at) => gaps.findIndex((one) => one.where === where) === at);
}

function compare(value: unknown, type: string, spot: Spot, gaps: Gap[]): void {
  const options = optionsOf(type, spot.place);
  if (value === null) {
    const isAllowed = options.some(({ type: one }) => one === 'null' || one === 'any');
    if (!isAllowed) gaps.push({ kind: 'null', where: spot.where });
    return;
  }
  if (Array.isArray(value)) compareList(value, options, spot, gaps);
  else if (typeof value === 'object') compareObject(value, options, spot, gaps);
  else if (typeof value === 'string') compareWord(value, options, spot, gaps);
}

function compareWord(value: string, options: Option[], spot: Spot, gaps: Gap[]): void {
  const isClosed = options.every(({ type: one }) => /^'|^null$/.test(one));
  if (isClosed && !options.some(({ type: one }) => one === `'${value}'`)) {
    gaps.push({ kind: 'value', where: `${spot.where} = ${value}` });
  }
}

function compareList(list: readonly unknown[], options: Option[], spot: Spot, gaps: Gap[]): void {
  for (const { type, place } of options) {
    const inner = argumentOf(type, ['Array']);
    if (inner === undefined) continue;
    // Lists are of one kind; the newest of them speak for all.
    for (const one of list.slice(0, 3)) {
      compare(one, inner, { place, where: `${spot.where}[]` }, gaps);
    }
  }
}

function compareObject(value: object, options: Option[], spot: Spot, gaps: Gap[]): void {
  const entries = new Map(Object.entries(value));
  for (const { type, place } of options) {
    const listed = argumentOf(type, ['ApiList', 'ApiListPromise', 'ApiSearchResultPromise']);
    if (listed === undefined) continue;
    for (const name of ['object', 'data', 'has_more', 'url']) {
      if (!entries.has(name)) gaps.push({ kind: 'missing', where: `${spot.where}.${name}` });
    }
    compare(entries.get('data'), `Array<${listed}>`, { place, where: spot.where }, gaps);
    return;
  }
  const shapes = options.flatMap(({ type, place }) => {
    const found = find(type, place);
    return found?.shape === undefined ? [] : [{ ...found, shape: found.shape, type }];
  });
  const fits = ({ shape }: { readonly shape: Shape }) =>
    [...shape.fields].every(
      ([name, { type }]) => !isWord(type) || type === `'${entries.get(name)}'`,
    );
  const all = shapes.length === 1 ? shapes : shapes.filter(fits);
  // Of several that fit, nobody knows which is meant.
  const fitting = all.length === 1 ? all[0] : undefined;
  if (fitting === undefined) return;
  // A type name says more than the path to it.
  const where = fitting.shape.fields.has('object') ? fitting.type : spot.where;
  const { fields, isOpen } = wholeShape(fitting.shape, fitting.place);
  for (const [name, { field, place }] of fields) {
    const at = `${where}.${name}`;
    if (!entries.has(name)) {
      if (!field.isOptional) gaps.push({ kind: 'missing', where: at });
      continue;
    }
    const given = entries.get(name);
    if (given !== undefined) compare(given, field.type, { place, where: at }, gaps);
  }
  if (isOpen) return;
  for (const [name, given] of entries) {
    // A function is the client's own doing.
    if (!fields.has(name) && typeof given !== 'function')
      gaps.push({ kind: 'undeclared', where: `${where}.${name}` });
  }
}

type WholeField = { readonly field: { readonly isOptional: boolean; readonly type: string } } & {
  readonly place: Place;
};

/** With what it takes from its bases. */
function wholeShape(
  shape: Shape,
  place: Place,
): { readonly fields: Map<string, WholeField>; readonly isOpen: boolean } {
  const fields = new Map<string, WholeField>();
  let isOpen = shape.isOpen;
  for (const base of shape.bases) {
    const found = find(base, place);
    if (found?.shape === undefined) continue;
    const inherited = wholeShape(found.shape, found.place);
    for (const [name, field] of inherited.fields) fields.set(name, field);
    isOpen ||= inherited.isOpen;
  }
  for (const [name, field] of shape.fields) fields.set(name, { field, place });
  return { fields, isOpen };
}

type Option = { readonly type: string; readonly place: Place };

/** The members of a union, with names of unions opened. */
function optionsOf(type: string, place: Place): Option[] {
  return split(type).flatMap((one) => {
    if (/^'|^(null|any|unknown|string|number|boolean|void)$/.test(one))
      return [{ type: one, place }];
    const found = find(one, place);
    return found?.alias === undefined
      ? [{ type: one, place }]
      : optionsOf(found.alias, found.place);
  });
}

/** Looks for a name from the innermost namespace outward, then among the imports. */
function find(
  name: string,
  place: Place,
): { readonly shape?: Shape; readonly alias?: string; readonly place: Place } | undefined {
  const { in: here, name: scope } = place;
  const around = scope === '' ? [] : scope.split('.');
  for (let depth = around.length; depth >= 0; depth -= 1) {
    const full = [...around.slice(0, depth), name].join('.');
    const at = { in: here, name: full };
    const shape = here.shapes.get(full);
    if (shape) return { shape, place: at };
    const alias = here.aliases.get(full);
    if (alias !== undefined) return { alias, place: at };
  }
  const [first = '', ...rest] = name.split('.');
  const imported = here.imports.get(first);
  if (imported === undefined) return undefined;
  const there = { in: declarationsOf(imported.file), name: '' };
  return find([imported.name, ...rest].join('.'), there);
}

/** `'charge'`, and no union. */
const isWord = (type: string): boolean => /^'[^']*'$/.test(type);

function argumentOf(type: string, names: readonly string[]): string | undefined {
  const [, name = '', inner] = /^(\w+)<(.+)>$/.exec(type) ?? [];
  return names.includes(name) ? inner : undefined;
}

/** At the bars that stand outside of brackets. */
function split(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of type) {
    if ('<({['.includes(sign)) depth += 1;
    if ('>)}]'.includes(sign)) depth -= 1;
    if (sign === '|' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += sign;
  }
  return [...parts, part.trim()].filter((one) => one !== '');
}

function nameIn(type: string): string {
  return argumentOf(type, ['ApiListPromise', 'ApiSearchResultPromise']) ?? type;
}
