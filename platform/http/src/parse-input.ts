import type { z } from 'zod';
import { badRequest } from './problem.ts';

/** What came from outside, through its schema; a 400 that names every field that is wrong. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'all'}: ${issue.message}`,
  );
  throw badRequest(`The request is not as it should be: ${wrong.join('; ')}.`);
}
