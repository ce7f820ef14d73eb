// A person who looks after the gateway. A viewer sees everything and changes nothing.

import { secret } from '@kassa/config';
import { z } from 'zod';

export const roles = ['viewer', 'operator'] as const;
export type Role = (typeof roles)[number];

export type Operator = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
};

export const operatorSeedSchema = z.object({
  name: z.string().min(1).max(80),
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  role: z.enum(roles).default('viewer'),
  password: secret('at least 12 characters; only its hash is stored').refine(
    (password) => password.reveal().length >= 12,
    'a password has at least 12 characters',
  ),
});

export type OperatorSeed = z.output<typeof operatorSeedSchema>;

export const mayAct = ({ role }: Pick<Operator, 'role'>): boolean => role === 'operator';
