// How a merchant wants payments to be spread over its contracts: read from its profile. Conditions
// are compiled when they are read, so that a bad one is refused at the start and not at a payment.

import { z } from 'zod';
import { compileCondition } from './condition.ts';

const weights = z
  .record(z.string().min(1), z.number().int().min(0).max(1_000))
  .refine((shares) => Object.values(shares).some((share) => share > 0), 'no share is above zero')
  .describe('shares of the volume by provider');

const ruleSchema = z
  .object({
    when: z.string().min(1).max(500).describe('a condition in CEL'),
    prefer: z.array(z.string().min(1)).min(1).max(10).optional().describe('these first, in order'),
    split: weights.optional(),
    never: z.array(z.string().min(1)).min(1).max(10).optional(),
  })
  .refine(
    ({ prefer, split, never }) => [prefer, split, never].filter(Boolean).length === 1,
    'a rule says one of `prefer`, `split`, `never`',
  );

export const strategySchema = z.object({
  rules: z
    .array(ruleSchema)
    .max(50)
    .default([])
    .superRefine((rules, context) => {
      for (const [at, { when }] of rules.entries()) {
        const compiled = compileCondition(when);
        if (compiled.ok) continue;
        const message = `routing rule ${at + 1}, \`${when}\`: ${compiled.error.reason}`;
        context.addIssue({ code: 'custom', message, path: [at, 'when'] });
      }
    })
    .describe('in order: the first that prefers or splits decides, every `never` counts'),
  split: weights.optional().describe('where no rule decides; by the order of contracts otherwise'),
  order: z
    .enum(['contracts', 'best'])
    .default('contracts')
    .describe('best: where success rate and fee leave the merchant most'),
  explorationShare: z
    .number()
    .min(0)
    .max(0.2)
    .default(0.03)
    .describe('of `best`: goes elsewhere, so that the others’ figures stay known'),
});

export type Strategy = z.output<typeof strategySchema>;
export type Rule = Strategy['rules'][number];

export const noStrategy: Strategy = strategySchema.parse({});
