// One data element of one message: the row of the tables in this package.

import type { Format } from './format.ts';
import type { Component, DeviceChannel, MessageCategory, Version } from './kinds.ts';

/** Conditional elements get their rule in conditions.ts; without a rule they are optional. */
export type Need = 'required' | 'conditional' | 'optional';

export type Field = {
  readonly name: string;
  readonly need: Need;
  readonly format: Format;
  readonly channels: readonly DeviceChannel[];
  readonly categories: readonly MessageCategory[];
  readonly versions: readonly Version[];
  /** Only messages from this component onwards carry it (the DS adds its own elements). */
  readonly addedBy?: Component;
};

export const every: readonly DeviceChannel[] = ['01', '02', '03'];
export const app: readonly DeviceChannel[] = ['01'];
export const browser: readonly DeviceChannel[] = ['02'];
export const requestor: readonly DeviceChannel[] = ['03'];
export const present: readonly DeviceChannel[] = ['01', '02'];

export const required = field('required');
export const conditional = field('conditional');
export const optional = field('optional');

/** The row holds for this version only. */
export function only(version: Version, row: Field): Field {
  return { ...row, versions: [version] };
}

/** The row holds for payments only. */
export function paymentsOnly(row: Field): Field {
  return { ...row, categories: ['01'] };
}

export function addedBy(component: Component, row: Field): Field {
  return { ...row, addedBy: component };
}

function field(need: Need) {
  return (name: string, format: Format, channels: readonly DeviceChannel[] = every): Field => ({
    name,
    need,
    format,
    channels,
    categories: ['01', '02'],
    versions: ['2.1.0', '2.2.0'],
  });
}
