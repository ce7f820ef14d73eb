// What merchants may ask, by the documented names. Fields that nothing here depends on are let pass, as
// the original does.

import { z } from 'zod';

const amount = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  value: z.number().int().min(0),
});
const reference = z.string().min(1).max(80);
const merchantAccount = z.string().min(1).max(80);

export const paymentInput = z.object({
  amount,
  merchantAccount,
  reference,
  returnUrl: z.string().min(1),
  paymentMethod: z.object({
    type: z.literal('scheme'),
    number: z.string().regex(/^\d{12,19}$/),
    expiryMonth: z.string().regex(/^\d{1,2}$/),
    expiryYear: z.string().regex(/^\d{4}$/),
    cvc: z
      .string()
      .regex(/^\d{3,4}$/)
      .optional(),
  }),
  mpiData: z.object({ cavv: z.string().optional(), eci: z.string().optional() }).optional(),
  additionalData: z.record(z.string(), z.string()).default({}),
});

export const amountInput = z.object({ amount, merchantAccount, reference: reference.optional() });
export const plainInput = z.object({ merchantAccount, reference: reference.optional() });
export const technicalCancelInput = plainInput.extend({ paymentReference: reference });

export type PaymentInput = z.output<typeof paymentInput>;
