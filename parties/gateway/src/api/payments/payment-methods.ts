import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { insertPaymentMethod, loadPaymentMethod, loadPaymentMethods } from '../../vault/store.ts';
import type { Api } from '../api.ts';
import { keyInUse, missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { expansion } from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { paymentMethodToStripe } from '../to-stripe/payment-method.ts';
import { methodFields, sealCard } from './payment-method-input.ts';

export function addPaymentMethods(api: Api): void {
  const { means, resources } = api;
  resources.addReader('pm', async (accountId, ids) =>
    byId((await loadPaymentMethods(means.db, accountId, ids)).map(paymentMethodToStripe)),
  );
  addEndpoint(api, {
    name: 'paymentMethods.create',
    method: 'POST',
    url: '/v1/payment_methods',
    summary: 'Puts a card into the vault; what comes back is a token for it.',
    answers: 'payment_method',
    publishable: true,
    input: z.strictObject({ ...methodFields, ...expansion }),
    run: async ({ accountId, input, once }) => {
      const method = sealCard(means, accountId, input);
      if (!method.ok) return method;
      const answer = { status: 200, body: paymentMethodToStripe(method.value) };
      const kept = once(() => answer).settle(method.value, method.value.id);
      const stored = insertPaymentMethod(method.value);
      const committed = await means.db.commit({
        inserts: [...(stored.inserts ?? []), ...(kept.inserts ?? [])],
      });
      return committed.ok ? ok(answer) : err(keyInUse);
    },
  });

  addEndpoint(api, {
    name: 'paymentMethods.retrieve',
    method: 'GET',
    url: '/v1/payment_methods/:id',
    summary: 'One PaymentMethod.',
    answers: 'payment_method',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const method = await loadPaymentMethod(means.db, accountId, id);
      if (method === undefined) return err(missing('PaymentMethod', id, 'payment_method'));
      return ok({ status: 200, body: paymentMethodToStripe(method) });
    },
  });
}
