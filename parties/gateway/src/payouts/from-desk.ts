// What the acquirer says of an instruction, in our words.

import { z } from 'zod';

const instructionSchema = z.object({
  reference: z.string(),
  status: z.enum(['created', 'paid', 'refused', 'returned']),
  reason: z.string().nullable(),
});

const listSchema = z.object({
  instructions: z.array(instructionSchema.extend({ id: z.string() })),
  hasMore: z.boolean(),
});

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type Instructed = z.output<typeof instructionSchema>;

export const readInstruction = (body: unknown): Instructed => instructionSchema.parse(body);
export const readInstructions = (body: unknown) => listSchema.parse(body);

/** Undefined: not even a refusal in the form that was agreed. */
export function readRefusal(body: unknown): { code: string; message: string } | undefined {
  const read = refusalSchema.safeParse(body);
  return read.success ? read.data.error : undefined;
}

export type Failure = { readonly code: string; readonly message: string };

/** Why the money did not arrive, by the codes that the original has. */
export function failureOf({ reason }: Pick<Instructed, 'reason'>): Failure {
  const message = reason ?? 'The transfer was not carried out.';
  if (/AC01|AC03/.test(message)) return { code: 'no_account', message };
  if (/AC04|AC06/.test(message)) return { code: 'account_closed', message };
  return { code: 'could_not_process', message };
}
