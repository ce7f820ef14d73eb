// The doors for merchants: their key first, then the idempotency key, then what they ask.

import { createHash } from 'node:crypto';
import { constantTimeEqual } from '@kassa/crypto';
import { type HttpApp, type HttpRequest, RequestError } from '@kassa/http';
import { z } from 'zod';
import type { PspMerchant } from './config.ts';
import { authorise } from './payments/authorise.ts';
import { amountInput, paymentInput, plainInput, technicalCancelInput } from './payments/inputs.ts';
import { type Modification, modify } from './payments/modify.ts';
import {
  type Answer,
  findAnswer,
  findByReference,
  findPayment,
  type Once,
} from './payments/store.ts';
import type { Means } from './ports.ts';

export const basePath = '/v72';

export function addRoutes(app: HttpApp, means: Means, merchants: readonly PspMerchant[]): void {
  const { db } = means;
  const post = <Input extends { readonly merchantAccount: string }>(
    path: string,
    schema: z.ZodType<Input>,
    run: (input: Input, once: Once | null, id: string) => Promise<Answer | undefined>,
  ) => {
    app.post(`${basePath}${path}`, async (request, reply) => {
      const input = parse(schema, request.body);
      requireKey(request, merchants, input.merchantAccount);
      const { id = '' } = pathInput.parse(request.params);
      const once = onceOf(request, input.merchantAccount);
      const answerNow = () => run(input, once, id);
      const answer = once === null ? await answerNow() : await answerOnce(means, once, answerNow);
      if (answer === undefined) throw inProgress();
      return reply.status(answer.status).send(answer.body);
    });
  };
  post('/payments', paymentInput, (input, once) => authorise(means, input, once));
  const byReference = { capture: '/captures', refund: '/refunds' } as const;
  for (const kind of ['capture', 'refund'] as const) {
    post(`/payments/:id${byReference[kind]}`, amountInput, (input, once, id) =>
      modify(means, { kind, ...aboutPayment(input, id), amount: input.amount }, once),
    );
  }
  const whole = { cancel: '/cancels', reversal: '/reversals' } as const;
  for (const kind of ['cancel', 'reversal'] as const) {
    post(`/payments/:id${whole[kind]}`, plainInput, (input, once, id) =>
      modify(means, { kind, ...aboutPayment(input, id), amount: null }, once),
    );
  }
  post('/cancels', technicalCancelInput, (input, once) => {
    const { merchantAccount, paymentReference, reference = '' } = input;
    const load = async () => {
      const found = await findByReference(db, merchantAccount, paymentReference);
      return found.find(({ refusal }) => refusal === null);
    };
    const about = { paymentReference };
    const technical = { kind: 'technical_cancel', amount: null, about, load } as const;
    return modify(means, { ...technical, merchantAccount, reference }, once);
  });

  function aboutPayment(
    {
      merchantAccount,
      reference = '',
    }: { merchantAccount: string; reference?: string | undefined },
    id: string,
  ): Omit<Modification, 'kind' | 'amount'> {
    const load = () => findPayment(db, merchantAccount, id);
    return { merchantAccount, reference, about: { paymentPspReference: id }, load };
  }
}

const pathInput = z.object({ id: z.string().optional() });

/** By the documented number of the error; the kernel gives it the documented shape. */
const refused = (status: number, errorCode: string, message: string) =>
  new RequestError(status, errorCode, message);

const inProgress = () => refused(422, '704', 'request already processed or in progress');

function parse<Input>(schema: z.ZodType<Input>, body: unknown): Input {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const field = first?.path.join('.') ?? '';
  const code = field === 'paymentMethod.number' ? '101' : '702';
  throw refused(422, code, `Invalid value of ${field}: ${first?.message ?? ''}`);
}

function requireKey(
  { headers }: HttpRequest,
  merchants: readonly PspMerchant[],
  merchantAccount: string,
): void {
  const merchant = merchants.find((one) => one.merchantAccount === merchantAccount);
  const given = headers['x-api-key'];
  const isTheirs =
    merchant !== undefined &&
    typeof given === 'string' &&
    constantTimeEqual(given, merchant.apiKey.reveal());
  if (!isTheirs) throw refused(401, '000', 'HTTP Status Response - Unauthorized');
}

function onceOf(request: HttpRequest, merchantAccount: string): Once | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return null;
  const input = `${request.url}\n${JSON.stringify(request.body)}`;
  return { merchantAccount, key, inputHash: createHash('sha256').update(input).digest('hex') };
}

/** The same key with the same words is answered as it was; with others it is refused. */
async function answerOnce(
  { db }: Means,
  once: Once,
  run: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const before = await storedAnswer();
  return before ?? (await run()) ?? storedAnswer();

  async function storedAnswer(): Promise<Answer | undefined> {
    const found = await findAnswer(db, once);
    if (found === undefined) return undefined;
    if (found.inputHash !== once.inputHash) throw inProgress();
    return { status: found.status, body: z.record(z.string(), z.unknown()).parse(found.body) };
  }
}
