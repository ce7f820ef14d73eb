// Settings come from the environment, once, through a schema whose keys are the variables' names.
// A bad start says every bad variable and what to do, and never echoes a secret's value.

import { Secret } from '@kassa/secret';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

/** The parsed settings; throws one Error that lists every variable that is missing or wrong. */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const names = Object.keys(schema.shape);
  // An empty variable is how shells and compose files say "not set".
  const given = names.filter((name) => (environment[name] ?? '') !== '');
  const input = Object.fromEntries(given.map((name) => [name, environment[name]]));
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => explain(schema, issue, given));
  throw new Error(`the settings are not usable:\n${lines.join('\n')}`);
}

/** One line a setting: name, value (secrets masked), what it is. */
export function describeConfig(schema: z.ZodObject, config: Readonly<Record<string, unknown>>) {
  const names = Object.keys(schema.shape);
  const values = names.map((name) => show(config[name]));
  const nameWidth = Math.max(...names.map((name) => name.length));
  const valueWidth = Math.max(...values.map((value) => value.length));
  return names.map((name, index) => {
    const value = (values[index] ?? '').padEnd(valueWidth);
    return `${name.padEnd(nameWidth)}  ${value}  ${meaning(schema, name)}`.trimEnd();
  });
}

function explain(schema: z.ZodObject, issue: z.core.$ZodIssue, given: readonly string[]): string {
  const name = String(issue.path[0] ?? '');
  const said = meaning(schema, name);
  const hint = said === '' ? '' : ` (${said})`;
  if (!given.includes(name)) return `  ${name} is not set${hint}: set it`;
  return `  ${name} is wrong${hint}: ${issue.message}`;
}

function meaning(schema: z.ZodObject, name: string): string {
  const field = schema.shape[name];
  return field instanceof z.ZodType ? (field.description ?? '') : '';
}

function show(value: unknown): string {
  if (value === undefined) return '-';
  if (value instanceof Secret) return '****';
  if (typeof value === 'object') return JSON.stringify(value);
  // postgres://user:password@host: the password is a secret wherever a URL is shown.
  return String(value).replace(/(\w+:\/\/[^:/@\s]*:)[^@/\s]+@/, '$1****@');
}
